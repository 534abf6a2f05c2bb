import type { AwsError } from '../../core/errors';
import type { HttpRequest, HttpResponse } from '../../core/http/message';
import { type Json, type JsonObject, stringOf } from '../../core/json';
import { type ParsedCall, parseRoute, type Route } from '../../core/protocols/rest';
import { jsonAnswer, jsonError } from '../../core/protocols/rest-json';
import type { Protocol, ServiceCall } from '../../core/service';
import { FunctionUrlRefused, parseUrlRequest, renderUrlAnswer, renderUrlRefusal } from './url-protocol';

/** Lambda's REST API (https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html), as far as it runs here. */
const ROUTES: readonly Route[] = [
  { method: 'POST', path: /^\/2015-03-31\/functions\/([^/]+)\/invocations$/, parse: invoke },
  { method: 'GET', path: /^\/2015-03-31\/functions\/([^/]+)$/, parse: named('GetFunction') },
  { method: 'GET', path: /^\/2015-03-31\/functions\/([^/]+)\/policy$/, parse: named('GetPolicy') },
  { method: 'GET', path: /^\/2021-10-31\/functions\/([^/]+)\/url$/, parse: named('GetFunctionUrlConfig') },
  {
    method: 'GET',
    path: /^\/2015-03-31\/functions\/?$/,
    parse: () => ({ action: 'ListFunctions', input: {} }),
  },
  {
    method: 'GET',
    path: /^\/2015-03-31\/event-source-mappings\/?$/,
    parse: ({ query }) => ({
      action: 'ListEventSourceMappings',
      input: Object.fromEntries([...query].filter(([name]) => /^(FunctionName|EventSourceArn)$/.test(name))),
    }),
  },
  {
    method: 'GET',
    path: /^\/2015-03-31\/event-source-mappings\/([^/]+)$/,
    parse: (_, UUID = '') => ({ action: 'GetEventSourceMapping', input: { UUID } }),
  },
];

export const restProtocol: Protocol = { byHost: true, parse, render, renderError };

/** A function URL's host decides before any path: its paths are the function's own. */
function parse(request: HttpRequest): ParsedCall | undefined {
  const urlRequest = parseUrlRequest(request);
  if (urlRequest) return { action: 'InvokeFunctionUrl', input: urlRequest };
  return parseRoute(ROUTES, request);
}

function invoke(request: HttpRequest, functionName = ''): ParsedCall {
  const given = {
    Qualifier: request.query.get('Qualifier'),
    InvocationType: request.headers['x-amz-invocation-type'],
    LogType: request.headers['x-amz-log-type'],
  };
  const input: JsonObject = { FunctionName: functionName, Payload: request.body.toString('utf8') };
  for (const [name, value] of Object.entries(given)) if (value) input[name] = value;
  return { action: 'Invoke', input };
}

function named(action: string): Route['parse'] {
  return ({ query }, functionName = '') => {
    const qualifier = query.get('Qualifier');
    return { action, input: { FunctionName: functionName, ...(qualifier && { Qualifier: qualifier }) } };
  };
}

function render(output: Json, { action, requestId }: ServiceCall): HttpResponse {
  if (action === 'InvokeFunctionUrl') return renderUrlAnswer(output);
  if (action !== 'Invoke') return jsonAnswer(200, output, requestId);
  const { StatusCode, ExecutedVersion, FunctionError, LogResult, Payload } = output as JsonObject;
  const told = {
    'x-amz-executed-version': ExecutedVersion,
    'x-amz-function-error': FunctionError,
    'x-amz-log-result': LogResult,
  };
  const given = Object.entries(told).filter(
    (header): header is [string, string] => typeof header[1] === 'string',
  );
  const { headers } = jsonAnswer(Number(StatusCode), null, requestId);
  return {
    statusCode: Number(StatusCode),
    headers: { ...headers, ...Object.fromEntries(given) },
    body: stringOf(Payload) ?? '',
  };
}

function renderError(error: AwsError, requestId: string): HttpResponse {
  if (error instanceof FunctionUrlRefused) return renderUrlRefusal(error, requestId);
  const { code, message } = error;
  // The gateway's denial has the status of AWS's JSON protocols; REST APIs deny with 403.
  const statusCode = code === 'AccessDeniedException' ? 403 : error.statusCode;
  const Type = statusCode >= 500 ? 'Service' : 'User';
  return jsonError({ code, statusCode }, { Type, Message: message, message }, requestId);
}
