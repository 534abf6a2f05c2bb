import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file at once, for whoever reads it in another synthesis that runs beside this one. */
export function replaceFile(path: string, contents: Uint8Array | string): void {
  const partial = `${path}.${process.pid}`;
  writeFileSync(partial, contents);
  renameSync(partial, path);
}
