import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { zipSync } from 'fflate';
import { replaceFile } from './replace-file';

const ROOT = resolve(__dirname, '../..');

/** Zip stores local times: this one is the same in every time zone. It is the earliest that zip can store. */
const ZIP_EPOCH = new Date(1980, 0, 1);
const UNIX = 3;
const READABLE_FILE = 0o100644 << 16;

export interface FunctionBundle {
  /** The zip to upload. */
  readonly zip: string;
  /** SHA-256 of the zip, base64: Terraform's `source_code_hash`. */
  readonly hash: string;
}

const built = new Map<string, FunctionBundle>();

/**
 * Bundles a Lambda function: the same source gives the same zip, byte for byte, on every machine.
 * The source map is written beside the zip, for reading stack traces, and is not uploaded.
 * @param entry the handler's file, from the repository's root: `functions/booking/handler.ts`
 */
export function bundle(entry: string): FunctionBundle {
  const known = built.get(entry);
  if (known) return known;
  const folder = join(ROOT, 'dist', dirname(entry));
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile: relative(ROOT, join(folder, 'index.js')),
    write: false,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    // ES modules first, so that unused code is left out.
    mainFields: ['module', 'main'],
    sourcemap: 'external',
    legalComments: 'none',
    // What is wrong is in the error that it throws.
    logLevel: 'silent',
  });
  mkdirSync(folder, { recursive: true });
  for (const { path, contents } of outputFiles) replaceFile(path, contents);
  const code = outputFiles.find(({ path }) => path.endsWith('.js'))?.contents ?? new Uint8Array();
  const zipped = zipSync(
    { 'index.js': [code, { mtime: ZIP_EPOCH, os: UNIX, attrs: READABLE_FILE }] },
    { level: 9 },
  );
  const zip = join(folder, 'function.zip');
  replaceFile(zip, zipped);
  const bundled = { zip, hash: createHash('sha256').update(zipped).digest('base64') };
  built.set(entry, bundled);
  return bundled;
}
