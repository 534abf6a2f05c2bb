import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HttpResponse } from '../../core/http/message';
import { file } from './document';

interface Bundle {
  readonly script: string;
  readonly styles: string;
}

const SOURCE = join(__dirname, '..', 'app');

let made: Promise<Bundle> | undefined;

/** Script and styles, made when somebody first looks: a cloud that nobody looks at does not pay for them. */
function bundled(): Promise<Bundle> {
  made ??= bundle();
  return made;
}

const FILES: Readonly<Record<string, () => Promise<string | Buffer>>> = {
  'index.html': () => readFile(join(SOURCE, 'index.html')),
  'icon.svg': () => readFile(join(SOURCE, 'icon.svg')),
  'main.js': async () => (await bundled()).script,
  'styles.css': async () => (await bundled()).styles,
};

/** A file of the console's own page; undefined where there is none of that name. */
export async function consolePage(path: string): Promise<HttpResponse | undefined> {
  const name = path === '' ? 'index.html' : path;
  const content = await FILES[name]?.();
  return content === undefined ? undefined : file(name, content);
}

async function bundle(): Promise<Bundle> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: SOURCE,
    entryPoints: ['main.tsx', 'styles.css'],
    outdir: SOURCE,
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'silent',
  });
  const output = (extension: string): string =>
    outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? '';
  return { script: output('.js'), styles: output('.css') };
}
