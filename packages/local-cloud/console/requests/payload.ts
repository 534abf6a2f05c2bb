import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Json, JsonObject } from '../../core/json';
import type { EdgeMessage } from '../../core/viewers';
import type { PayloadCopy } from '../../gateway/payload-copy';
import { edited, readable } from './masking';

/** A payload as the console shows it. */
export interface ShownPayload {
  readonly value: Json;
  /** False where only the beginning of it was kept. */
  readonly complete: boolean;
}

/** Calls that carry an HTTP body, which may be anything, as base64. */
const BASE64_BODIES = new Set(['InvokeFunctionUrl', 'PutObject', 'GetObject', 'ListObjectsV2']);

/** What a call carried, for the eyes of a developer. */
export function shownPayload(action: string, { value, complete }: PayloadCopy): ShownPayload {
  const body = bodyOf(action, value);
  if (body === undefined) return { value: readable(value), complete };
  return {
    value: readable({ ...(value as JsonObject), body: textOf(Buffer.from(body, 'base64')) }),
    complete,
  };
}

/** The input that a developer has edited, as the service takes it. */
export function editedInput(action: string, input: Json, original: Json): Json {
  const body = bodyOf(action, original);
  if (body === undefined) return edited(input, original);
  const plain = { ...(original as JsonObject), body: textOf(Buffer.from(body, 'base64')) };
  const result = edited(input, plain);
  const text = (result as JsonObject)['body'];
  return {
    ...(result as JsonObject),
    body: Buffer.from(typeof text === 'string' ? text : '').toString('base64'),
  };
}

/** Headers and body of a message at the edge. */
export function shownMessage({ headers, body, size }: EdgeMessage): JsonObject {
  const text =
    body === undefined
      ? `${size} bytes, more than are kept`
      : textOf(plain(body, headers['content-encoding']));
  return { headers: readable({ ...headers }), body: size === 0 ? '' : readable(text) };
}

function bodyOf(action: string, value: Json): string | undefined {
  if (!BASE64_BODIES.has(action) || typeof value !== 'object' || value === null || Array.isArray(value))
    return undefined;
  const body = value['body'];
  return typeof body === 'string' ? body : undefined;
}

function plain(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'br') return brotliDecompressSync(body);
  return encoding === 'gzip' ? gunzipSync(body) : body;
}

/** A text as it is; of anything else its size. */
function textOf(body: Buffer): string {
  const text = body.toString('utf8');
  return text.includes('\ufffd') || text.includes('\0') ? `${body.length} bytes, not text` : text;
}
