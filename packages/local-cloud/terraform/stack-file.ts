import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Json, JsonObject } from '../core/json';
import { isObject } from '../core/json';
import { SYNTHESIZE_AGAIN, stackUnusable } from './errors';

const FILE_NAME = 'cdk.tf.json';

/** Blocks that only matter to a plan against what is already deployed. */
const WITHOUT_EFFECT = new Set(['//', 'terraform', 'moved', 'removed', 'import', 'check']);
const KNOWN = new Set(['provider', 'data', 'ephemeral', 'resource', 'output', 'variable', 'locals']);

/** The Terraform JSON of a synthesized stack's folder. */
export function readStackFile(directory: string): JsonObject {
  const file = path.join(directory, FILE_NAME);
  const document = parse(read(file), file);
  for (const name of Object.keys(document)) {
    if (KNOWN.has(name) || WITHOUT_EFFECT.has(name)) continue;
    throw stackUnusable(`${file}: \`${name}\` blocks are not supported locally`, 'Declare it as a resource.');
  }
  return document;
}

/** The members of a block such as `resource` or `locals`; none where the block is missing. */
export function members(document: JsonObject, name: string): [string, Json][] {
  const value = document[name] ?? {};
  if (!isObject(value)) throw stackUnusable(`${FILE_NAME}: \`${name}\` is not an object`, SYNTHESIZE_AGAIN);
  return Object.entries(value).filter(([member]) => member !== '//');
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw stackUnusable(
      `There is no synthesized stack at ${file} (${code})`,
      `Synthesize it first, or name a folder that holds a ${FILE_NAME}.`,
    );
  }
}

function parse(text: string, file: string): JsonObject {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw stackUnusable(`${file} is not JSON (${problem})`, SYNTHESIZE_AGAIN);
  }
  if (isObject(document)) return document;
  throw stackUnusable(`${file} is not a JSON object`, SYNTHESIZE_AGAIN);
}
