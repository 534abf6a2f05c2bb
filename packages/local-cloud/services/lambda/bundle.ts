import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { unzipSync } from 'fflate';
import { invalid } from './function-settings';

/** A function's code, unpacked. */
export interface Bundle {
  /** The folder of the code: `LAMBDA_TASK_ROOT`. */
  readonly taskRoot: string;
  /** SHA-256 of the zip, base64: Lambda's CodeSha256. */
  readonly sha256: string;
  /** Size of the zip in bytes. */
  readonly size: number;
}

/**
 * Unpacks a zip into a new temporary folder. It is outside the project, so that a bundle does not find the
 * project's node_modules, which it will not find on AWS either. The caller removes the folder.
 */
export function unpack(zip: string, address: string): Bundle {
  const bytes = read(zip, address);
  const entries = Object.entries(entriesOf(bytes, zip, address));
  const outside = entries
    .map(([name]) => name)
    .find((name) => isAbsolute(name) || normalize(name).startsWith('..'));
  if (outside !== undefined) throw invalid(address, `the entry ${outside} of ${zip} lies outside of it`);
  const taskRoot = mkdtempSync(join(tmpdir(), 'local-cloud-function-'));
  for (const [name, content] of entries) {
    if (name.endsWith('/')) continue;
    const file = join(taskRoot, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return { taskRoot, sha256: createHash('sha256').update(bytes).digest('base64'), size: bytes.length };
}

function read(zip: string, address: string): Buffer {
  try {
    return readFileSync(zip);
  } catch (error) {
    throw invalid(
      address,
      `its bundle cannot be read (${(error as Error).message}); synthesize the stack again`,
    );
  }
}

function entriesOf(bytes: Buffer, zip: string, address: string): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes);
  } catch (error) {
    throw invalid(address, `${zip} is not a zip (${(error as Error).message}); synthesize the stack again`);
  }
}
