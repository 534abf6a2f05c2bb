import { type Fields, field } from '../../request/fields';
import { type ResponseStep, withResponse } from '../exchange';

/** Sets `Content-Length`, and takes the body from responses that have none: to a HEAD, 204 and 304. */
export const contentLength: ResponseStep = (exchange) => {
  const { method } = exchange.request;
  const { response } = exchange.answer;
  const bodyless = response.statusCode === 204 || response.statusCode === 304;
  const fields = bodyless
    ? without(response.fields, 'content-length')
    : withLength(response.fields, response.body.length, method === 'HEAD');
  const body = method === 'HEAD' || bodyless ? Buffer.alloc(0) : response.body;
  return withResponse(exchange, { ...response, fields, body });
};

function without(fields: Fields, name: string): Fields {
  const rest = new Map(fields);
  rest.delete(name);
  return rest;
}

/** The origin's answer to a HEAD may have the length of a body that it did not send: that length stays. */
function withLength(fields: Fields, length: number, isHead: boolean): Fields {
  if (isHead && length === 0 && field(fields, 'content-length')) return fields;
  return new Map([...fields, ['content-length', [String(length)]]]);
}
