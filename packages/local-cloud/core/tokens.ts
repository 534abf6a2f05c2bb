import { type Json, parseJson } from './json';

/** A value as an opaque token for clients: the next page, a message that was received, a task. */
export function encodeToken(value: Json): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The value of a token; undefined where it is no token of {@link encodeToken}. */
export function decodeToken(token: string): Json | undefined {
  return parseJson(Buffer.from(token, 'base64url').toString());
}
