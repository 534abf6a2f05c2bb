import { renameSync, writeFileSync } from 'node:fs';

/** Replaces a file atomically, because another synthesis may be reading it. */
export function replaceFile(path: string, contents: Uint8Array | string): void {
  const partial = `${path}.${process.pid}`;
  writeFileSync(partial, contents);
  renameSync(partial, path);
}
