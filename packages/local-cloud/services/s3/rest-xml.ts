import type { AwsError } from '../../core/errors';
import type { HttpRequest, HttpResponse } from '../../core/http/message';
import type { Json, JsonObject } from '../../core/json';
import { unwrappedError } from '../../core/protocols/xml-error';
import type { Protocol, ServiceCall } from '../../core/service';
import { addressOf } from './address';
import { decodeChunks } from './aws-chunked';

/** What a handled call answers: S3 speaks HTTP itself. The body is base64. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Query parameters that do not name another operation than the method does. */
const PLAIN_PARAMETER =
  /^(x-id|list-type|prefix|delimiter|max-keys|continuation-token|start-after|encoding-type|fetch-owner)$/;

/** S3's protocol. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html */
export const restXml: Protocol = {
  byHost: true,

  parse(request: HttpRequest): { action: string; input: JsonObject } | undefined {
    const address = addressOf(request);
    if (!address) return undefined;
    const query = Object.fromEntries(request.query);
    const headers = { ...request.headers };
    const input = { Bucket: address.bucket, Key: address.key, query, headers };
    const action = actionOf(request, address.key);
    if (action !== 'PutObject') return { action, input };
    return { action, input: { ...input, Body: decodeChunks(request).toString('base64') } };
  },

  render(output: Json, call: ServiceCall): HttpResponse {
    const { statusCode, headers, body } = output as unknown as Answer;
    return { statusCode, headers: { ...headers, ...ids(call.requestId) }, body: Buffer.from(body, 'base64') };
  },

  renderError(error: AwsError, requestId: string): HttpResponse {
    const { statusCode, body } = unwrappedError(error, requestId);
    return {
      statusCode,
      headers: { 'content-type': 'application/xml', ...ids(requestId) },
      body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
    };
  },
};

function actionOf({ method, query, headers }: HttpRequest, key: string): string {
  const other = [...query.keys()].find((name) => !PLAIN_PARAMETER.test(name));
  if (other) return `${method} ?${other}`;
  if (key === '')
    return method === 'GET' && query.get('list-type') === '2' ? 'ListObjectsV2' : `${method} of a bucket`;
  if (method === 'PUT') return headers['x-amz-copy-source'] ? 'CopyObject' : 'PutObject';
  const actions: Readonly<Record<string, string>> = {
    GET: 'GetObject',
    HEAD: 'HeadObject',
    DELETE: 'DeleteObject',
  };
  return actions[method] ?? `${method} of an object`;
}

function ids(requestId: string): Record<string, string> {
  return { server: 'AmazonS3', 'x-amz-request-id': requestId };
}
