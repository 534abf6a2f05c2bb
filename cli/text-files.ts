import { readFileSync, writeFileSync } from 'node:fs';
import { UserError } from '@keyhold/local-cloud/errors';

/**
 * The text of a file that an option names.
 * @throws UserError where it cannot be read
 */
export function readText(option: string, path: string): string {
  return usable(option, path, 'read', () => readFileSync(path, 'utf8'));
}

/**
 * Writes a file that an option names.
 * @throws UserError where it cannot be written
 */
export function writeText(option: string, path: string, text: string): void {
  usable(option, path, 'written', () => writeFileSync(path, text));
}

function usable<T>(option: string, path: string, what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new UserError(
      'FileUnusable',
      `${option} ${path} cannot be ${what}: ${(error as Error).message}.`,
      'Name a file that you may use, in a folder that exists.',
    );
  }
}
