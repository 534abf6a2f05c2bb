import { createHash } from 'node:crypto';
import { ExpressionError } from '../errors';
import { toText } from '../language/values';
import { type FunctionEnvironment, type TerraformFunction, takes } from './definition';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Strings of Terraform are Unicode: bytes that are not UTF-8 cannot be one. */
export function decodeUtf8(bytes: Uint8Array, what: string): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new ExpressionError(`${what} is not UTF-8 text`);
  }
}

function base64decode(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new ExpressionError('the text is not base64');
  return decodeUtf8(bytes, 'what the base64 holds');
}

function hash(algorithm: 'md5' | 'sha256', encoding: 'hex' | 'base64'): TerraformFunction {
  return takes([toText], ([text]) => createHash(algorithm).update(text).digest(encoding));
}

function fileHash(algorithm: 'md5' | 'sha256', encoding: 'hex' | 'base64'): TerraformFunction {
  return takes([toText], ([path], { readFile }) =>
    createHash(algorithm).update(readFile(path)).digest(encoding),
  );
}

/** The text of a file, by its path relative to the folder of the stack. */
export function readText(path: string, surroundings: FunctionEnvironment): string {
  return decodeUtf8(surroundings.readFile(path), `the file ${path}`);
}

export const encodingFunctions: Readonly<Record<string, TerraformFunction>> = {
  base64encode: takes([toText], ([text]) => Buffer.from(text).toString('base64')),
  base64decode: takes([toText], ([text]) => base64decode(text)),
  sha256: hash('sha256', 'hex'),
  md5: hash('md5', 'hex'),
  base64sha256: hash('sha256', 'base64'),
  filesha256: fileHash('sha256', 'hex'),
  filemd5: fileHash('md5', 'hex'),
  filebase64sha256: fileHash('sha256', 'base64'),
  file: takes([toText], ([path], surroundings) => readText(path, surroundings)),
  filebase64: takes([toText], ([path], { readFile }) => readFile(path).toString('base64')),
};
