import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..');

/**
 * The files of this checkout that git knows or would add, among these files and folders, or all. What git ignores is
 * left out: it comes and goes while other tests build.
 */
export function workingTree(...paths: string[]): string[] {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...paths];
  const files = execFileSync('git', list, { cwd: ROOT, encoding: 'utf8' }).split('\0');
  return files.filter((file) => file !== '' && existsSync(join(ROOT, file)));
}

/** Copies such files into another folder, each to its place. */
export function copyWorkingTree(folder: string, ...paths: string[]): void {
  for (const file of workingTree(...paths)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(ROOT, file), join(folder, file));
  }
}
