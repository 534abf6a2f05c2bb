import type { Json, JsonObject } from '../../../core/json';
import { isObject } from '../../../core/json';
import { only } from '../request/fields';
import type { EdgeResponse } from '../response/edge-response';
import { type FunctionEntries, fromEvent, toEvent } from './entries';
import { FunctionValidationError, isDisallowed, refuseHeaders } from './header-rules';

/** The `response` of a viewer-response event. The body is out of a function's reach. */
export function responseObject(response: EdgeResponse): JsonObject {
  return {
    statusCode: response.statusCode,
    statusDescription: response.statusText,
    headers: toEvent(visible(response)),
    cookies: cookieObjects(response.fields.get('set-cookie') ?? []),
  };
}

const READ_ONLY = ['via', 'warning'];

/** The response that a viewer-request function answered with. @throws FunctionValidationError */
export function generatedResponse(returned: JsonObject): EdgeResponse {
  const empty = { statusCode: 200, statusText: '', fields: new Map(), body: Buffer.alloc(0) };
  return { ...changedResponse(empty, returned), body: bodyOf(returned['body']) ?? Buffer.alloc(0) };
}

/** The response as a viewer-response function left it. @throws FunctionValidationError */
export function changedResponse(response: EdgeResponse, returned: JsonObject): EdgeResponse {
  const { statusCode, statusDescription } = returned;
  if (
    typeof statusCode !== 'number' ||
    !Number.isInteger(statusCode) ||
    statusCode < 200 ||
    statusCode > 599
  ) {
    throw new FunctionValidationError(`The statusCode ${String(statusCode)} is no HTTP status.`);
  }
  const headers = fromEvent(visible(response), returned['headers']);
  if (!headers) throw new FunctionValidationError('headers is not of the form {name: {value}}.');
  refuseHeaders(visible(response), headers, READ_ONLY);
  const body = 'body' in returned ? bodyOf(returned['body']) : undefined;
  const cookies = setCookieLines(returned['cookies']);
  return {
    statusCode,
    statusText: typeof statusDescription === 'string' ? statusDescription : '',
    fields: new Map([
      ...only(response.fields, isDisallowed),
      ...headers,
      ...(cookies.length > 0 ? [['set-cookie', cookies] as const] : []),
    ]),
    body: body ?? response.body,
  };
}

function visible({ fields }: EdgeResponse): FunctionEntries {
  return only(fields, (name) => !isDisallowed(name) && name !== 'set-cookie');
}

function cookieObjects(lines: readonly string[]): JsonObject {
  const cookies: JsonObject = {};
  for (const line of lines) {
    const [pair = '', ...attributes] = line.split(';');
    const at = pair.indexOf('=');
    const cookie = {
      value: pair.slice(at + 1).trim(),
      ...(attributes.length > 0 && { attributes: attributes.join(';').trim() }),
    };
    const name = pair.slice(0, Math.max(at, 0)).trim();
    const known = cookies[name];
    cookies[name] = isObject(known) ? { ...known, multiValue: [...severalOf(known), cookie] } : cookie;
  }
  return cookies;
}

function severalOf(cookie: JsonObject): Json[] {
  return Array.isArray(cookie['multiValue']) ? cookie['multiValue'] : [cookie];
}

function setCookieLines(cookies: Json | undefined): string[] {
  if (cookies === undefined || cookies === null) return [];
  if (!isObject(cookies)) throw new FunctionValidationError('cookies is not of the form {name: {value}}.');
  return Object.entries(cookies).flatMap(([name, cookie]) => {
    if (!isObject(cookie))
      throw new FunctionValidationError(`The cookie ${name} is not of the form {value, attributes}.`);
    return severalOf(cookie).map((one) => setCookieLine(name, one));
  });
}

function setCookieLine(name: string, cookie: Json): string {
  const { value, attributes } = isObject(cookie) ? cookie : {};
  if (typeof value !== 'string') throw new FunctionValidationError(`The cookie ${name} has no value.`);
  return typeof attributes === 'string' && attributes !== ''
    ? `${name}=${value}; ${attributes}`
    : `${name}=${value}`;
}

/** A body is text, or `{encoding: 'text' | 'base64', data}`. */
function bodyOf(body: Json | undefined): Buffer | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string') return Buffer.from(body);
  const { encoding, data } = isObject(body) ? body : {};
  if (typeof data !== 'string' || (encoding !== 'text' && encoding !== 'base64')) {
    throw new FunctionValidationError("The body is neither text nor {encoding: 'text' | 'base64', data}.");
  }
  if (encoding === 'base64' && !/^[A-Za-z0-9+/]*={0,2}$/.test(data))
    throw new FunctionValidationError('The body is not base64.');
  return Buffer.from(data, encoding === 'base64' ? 'base64' : 'utf8');
}
