import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Json, JsonObject } from '../core/json';
import { isObject } from '../core/json';
import { StackError } from './errors';

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
    throw new StackError(`${file}: \`${name}\` blocks are not supported locally; declare it as a resource.`);
  }
  return document;
}

/** The members of a block such as `resource` or `locals`; none where the block is missing. */
export function members(document: JsonObject, name: string): [string, Json][] {
  const value = document[name] ?? {};
  if (!isObject(value))
    throw new StackError(`${FILE_NAME}: \`${name}\` is not an object, as cdktf writes it.`);
  return Object.entries(value).filter(([member]) => member !== '//');
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new StackError(
      `There is no synthesized stack to read at ${file} (${code}): synthesize it first, or name a folder that holds a ${FILE_NAME}.`,
    );
  }
}

function parse(text: string, file: string): JsonObject {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new StackError(`${file} is not JSON (${problem}): synthesize the stack again.`);
  }
  if (typeof document === 'object' && document !== null && !Array.isArray(document))
    return document as JsonObject;
  throw new StackError(`${file} is not a JSON object: synthesize the stack again.`);
}
