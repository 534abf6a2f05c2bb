import type { HttpResponse } from '../../core/http/message';
import { isObject, type Json, type JsonObject } from '../../core/json';
import type { UrlAnswer } from './url-protocol';

type Headers = HttpResponse['headers'];

/** Headers that the endpoint sets itself, whatever the function returns. */
const OF_THE_MESSAGE = /^(connection|content-length|date|keep-alive|transfer-encoding|upgrade)$/;

/** A function that failed, timed out or answered what is no HTTP response: a 502 without a reason. */
export const INTERNAL_SERVER_ERROR: UrlAnswer = answer(502, {}, Buffer.from('Internal Server Error'));

/**
 * The HTTP response that a function's result means: with a `statusCode` its fields, else the whole result as
 * the JSON body of a 200, a string as it is
 * (https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads).
 */
export function urlAnswer(result: Json): UrlAnswer {
  if (!isObject(result) || !('statusCode' in result)) return answer(200, {}, Buffer.from(textOf(result)));
  const statusCode = Number(result['statusCode']);
  if (!Number.isInteger(statusCode) || statusCode < 100 || statusCode > 599) return INTERNAL_SERVER_ERROR;
  const body = result['body'] ?? '';
  const encoding = result['isBase64Encoded'] === true ? 'base64' : 'utf8';
  return answer(statusCode, headersOf(result), Buffer.from(textOf(body), encoding));
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function headersOf({ headers, cookies }: JsonObject): Headers {
  const given = Object.entries((headers ?? {}) as JsonObject)
    .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
    .filter(([name]) => !OF_THE_MESSAGE.test(name));
  const fields = Object.fromEntries(given);
  // Set-Cookie is the one field whose lines cannot be joined: each cookie has its own.
  const own = fields['set-cookie'] === undefined ? [] : [fields['set-cookie']];
  const all = [...own, ...(Array.isArray(cookies) ? cookies.map(String) : [])];
  const [cookie] = all;
  if (cookie === undefined) return fields;
  return { ...fields, 'set-cookie': all.length === 1 ? cookie : all };
}

function answer(statusCode: number, headers: Headers, body: Buffer): UrlAnswer {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...headers },
    body: body.toString('base64'),
  };
}
