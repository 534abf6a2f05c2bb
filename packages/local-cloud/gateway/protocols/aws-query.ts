import type { HttpRequest, HttpResponse } from '../../core/http/message';
import type { Json, JsonObject } from '../../core/json';
import type { Protocol } from '../../core/service';

/** Codes that differ from those of the JSON protocols for the same error. */
const CODES: Readonly<Record<string, { readonly code: string; readonly statusCode: number }>> = {
  AccessDeniedException: { code: 'AccessDenied', statusCode: 403 },
  ExpiredTokenException: { code: 'ExpiredToken', statusCode: 403 },
  MissingAuthenticationTokenException: { code: 'MissingAuthenticationToken', statusCode: 403 },
};

/**
 * AWS's query protocol, of IAM and STS: a form with `Action` and `Version`, an answer in XML
 * (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html). A service is told by its version.
 */
export function awsQuery(namespace: string, version: string): Protocol {
  return {
    parse(request) {
      const form = formOf(request);
      const action = form.get('Action');
      if (!action || form.get('Version') !== version) return undefined;
      const input: JsonObject = Object.fromEntries(form);
      delete input.Action;
      delete input.Version;
      return { action, input };
    },

    render(output, { action, requestId }) {
      const result = `<${action}Result>${xml(output)}</${action}Result>`;
      const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
      const body = `<${action}Response xmlns="${namespace}">${result}${metadata}</${action}Response>`;
      return response(200, requestId, body);
    },

    renderError(error, requestId) {
      const { code, statusCode } = CODES[error.code] ?? error;
      const type = statusCode < 500 ? 'Sender' : 'Receiver';
      const details = xml({ Type: type, Code: code, Message: error.message });
      const body = `<ErrorResponse xmlns="${namespace}"><Error>${details}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
      return response(statusCode, requestId, body);
    },
  };
}

/** The parameters of the body, or of the query of a presigned GET. */
function formOf({ method, path, query, headers, body }: HttpRequest): URLSearchParams {
  if (path !== '/') return new URLSearchParams();
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return method === 'POST' && isForm ? new URLSearchParams(body.toString('utf8')) : query;
}

function xml(value: Json): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${xml(item)}</member>`).join('');
  if (value === null) return '';
  if (typeof value !== 'object') return escaped(String(value));
  return Object.entries(value)
    .map(([name, member]) => `<${name}>${xml(member)}</${name}>`)
    .join('');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function response(statusCode: number, requestId: string, body: string): HttpResponse {
  return { statusCode, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}
