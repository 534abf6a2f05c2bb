import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build, type Plugin, stop } from 'esbuild';
import { PROGRAMS, VARIABLE } from './programs';

const ROOT = join(__dirname, '..');

/** Compiles all programs for the tests of this run. @returns what removes them */
export async function compilePrograms(): Promise<() => void> {
  // Inside the repository: its dependencies are found from there.
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, 'dist', 'test-programs-'));
  process.env[VARIABLE] = folder;
  await compile(ROOT, PROGRAMS, folder);
  return () => rmSync(folder, { recursive: true });
}

/** Compiles programs of a source folder, each to the same path in `outdir`. */
export async function compile(sources: string, programs: string[], outdir: string): Promise<void> {
  await build({
    absWorkingDir: sources,
    entryPoints: programs,
    outdir,
    outbase: sources,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: dependencies(),
    plugins: [sourceFolders],
    logLevel: 'error',
  });
  await stop();
}

/** All but the packages of this repository, which are compiled as well. */
function dependencies(): string[] {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { link?: boolean }>;
  };
  return Object.entries(packages)
    .filter(([path, { link }]) => path.startsWith('node_modules/') && link !== true)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
}

/** Each file knows its own folder, wherever the compiled program lies. */
const sourceFolders: Plugin = {
  name: 'source-folders',
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
      if (relative(ROOT, path).includes('node_modules')) return undefined;
      const folder = `const __dirname = ${JSON.stringify(dirname(path))};`;
      return {
        contents: `${folder}${readFileSync(path, 'utf8')}`,
        loader: path.endsWith('x') ? 'tsx' : 'ts',
      };
    });
  },
};
