import type { HttpRequest, HttpResponse } from '../http/message';
import type { JsonObject } from '../json';
import type { Protocol } from '../service';
import { element, elements } from './xml';
import { errorResponse } from './xml-error';

/**
 * AWS's query protocol, of IAM and STS: a form with `Action` and `Version`, an answer in XML
 * (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html). The version tells which service it is.
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
      const result = element(`${action}Result`, elements(output));
      const metadata = element('ResponseMetadata', element('RequestId', requestId));
      const body = `<${action}Response xmlns="${namespace}">${result}${metadata}</${action}Response>`;
      return response(200, requestId, body);
    },

    renderError(error, requestId) {
      const { statusCode, body } = errorResponse(error, requestId, namespace);
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

function response(statusCode: number, requestId: string, body: string): HttpResponse {
  return { statusCode, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}
