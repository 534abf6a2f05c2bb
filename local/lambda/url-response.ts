import { AwsError, type Json, type JsonObject } from '../service';
import type { UrlAnswer } from './url-protocol';

/** What the endpoint says of the message itself, whatever the function says. */
const OF_THE_MESSAGE = /^(connection|content-length|date|keep-alive|transfer-encoding|upgrade)$/;

/** A function that failed, timed out or answered what is no HTTP response: a 502, and callers learn no more. */
export const INTERNAL_SERVER_ERROR: UrlAnswer = answer(502, {}, Buffer.from('Internal Server Error'));

/**
 * The HTTP response that a function's result means: with a `statusCode` its fields, else the whole result as
 * the JSON body of a 200, a string as it is
 * (https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads).
 */
export function urlAnswer(result: Json): UrlAnswer {
  if (!isResponse(result)) return answer(200, {}, Buffer.from(textOf(result)));
  const statusCode = Number(result['statusCode']);
  if (!Number.isInteger(statusCode) || statusCode < 100 || statusCode > 599) return INTERNAL_SERVER_ERROR;
  const body = result['body'] ?? '';
  const encoding = result['isBase64Encoded'] === true ? 'base64' : 'utf8';
  return answer(statusCode, headersOf(result), Buffer.from(textOf(body), encoding));
}

function isResponse(result: Json): result is JsonObject {
  return typeof result === 'object' && result !== null && !Array.isArray(result) && 'statusCode' in result;
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function headersOf({ headers, cookies }: JsonObject): Record<string, string> {
  const given = Object.entries((headers ?? {}) as JsonObject)
    .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
    .filter(([name]) => !OF_THE_MESSAGE.test(name));
  const fields = Object.fromEntries(given);
  const [cookie, ...more] = Array.isArray(cookies) ? cookies.map(String) : [];
  if (cookie === undefined) return fields;
  if (more.length > 0 || fields['set-cookie'] !== undefined) throw severalCookies();
  return { ...fields, 'set-cookie': cookie };
}

/** Set-Cookie is the one field whose lines cannot be joined, and the gateway carries one line a field. */
function severalCookies(): AwsError {
  const sentence = 'A response that sets more than one cookie is not run locally; set one.';
  return new AwsError('NotImplemented', sentence, 501);
}

function answer(statusCode: number, headers: Record<string, string>, body: Buffer): UrlAnswer {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...headers },
    body: body.toString('base64'),
  };
}
