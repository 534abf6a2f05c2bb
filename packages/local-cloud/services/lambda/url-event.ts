import type { Json, JsonObject } from '../../core/json';
import type { UrlRequest } from './url-protocol';
import type { FunctionUrl } from './url-settings';

/** The caller whom IAM authenticated: `requestContext.authorizer.iam`. */
export interface IamCaller {
  readonly accessKey: string | null;
  readonly accountId: string;
  /** `AROA…:session`, of a role. */
  readonly callerId: string;
  readonly userArn: string;
}

/** A request as it reached the URL. */
export interface IncomingUrlRequest {
  readonly request: UrlRequest;
  readonly url: FunctionUrl;
  /** Undefined where the URL authenticates nobody. */
  readonly caller: IamCaller | undefined;
  readonly requestId: string;
  readonly traceId: string;
  /** In ms since the epoch. */
  readonly now: number;
}

/** The gateway listens on the loopback interface only. */
const SOURCE_IP = '127.0.0.1';
/** RFC 9110, section 7.6.1: of the connection, not of the request. */
const OF_THE_CONNECTION = /^(connection|keep-alive|proxy-connection|te|trailer|transfer-encoding|upgrade)$/;
/** Bodies of any other type are base64, forms too. */
const TEXT = /^(text\/|application\/(json|xml|javascript)\b|[^;]*\+(json|xml)\b)/i;

/**
 * The event of payload format 2.0; what has no value is left out, as AWS leaves it out
 * (https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads).
 */
export function urlEvent(arrival: IncomingUrlRequest): JsonObject {
  const { request } = arrival;
  const cookies = request.headers['cookie']?.split(/; */).filter((cookie) => cookie !== '');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: request.path,
    rawQueryString: request.queryString,
    ...(cookies && cookies.length > 0 && { cookies }),
    headers: headersOf(arrival),
    ...(request.queryString !== '' && { queryStringParameters: parametersOf(request.queryString) }),
    requestContext: contextOf(arrival),
    ...bodyOf(request),
  };
}

function headersOf({ request, traceId }: IncomingUrlRequest): JsonObject {
  const given = Object.entries(request.headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !OF_THE_CONNECTION.test(name));
  return {
    'x-forwarded-for': SOURCE_IP,
    'x-amzn-trace-id': `Root=${traceId}`,
    ...Object.fromEntries(given),
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
  };
}

/** A parameter that comes several times has its values joined by commas. */
function parametersOf(queryString: string): JsonObject {
  const query = new URLSearchParams(queryString);
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(',')]));
}

function contextOf({ request, url, caller, requestId, now }: IncomingUrlRequest): JsonObject {
  return {
    accountId: caller?.accountId ?? 'anonymous',
    apiId: url.id,
    ...(caller && { authentication: null, authorizer: { iam: iamOf(caller) } }),
    domainName: url.domainName,
    domainPrefix: url.id,
    http: {
      method: request.method,
      path: request.path,
      protocol: 'HTTP/1.1',
      sourceIp: SOURCE_IP,
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId,
    routeKey: '$default',
    stage: '$default',
    time: commonLogTime(now),
    timeEpoch: Math.trunc(now),
  };
}

function iamOf({ accessKey, accountId, callerId, userArn }: IamCaller): JsonObject {
  return {
    accessKey,
    accountId,
    callerId,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn,
    userId: callerId,
  };
}

function bodyOf({ headers, body }: UrlRequest): { [key: string]: Json } {
  if (body === '') return { isBase64Encoded: false };
  const bytes = Buffer.from(body, 'base64');
  const text = bytes.toString('utf8');
  const isText = TEXT.test(headers['content-type'] ?? '') && Buffer.from(text).equals(bytes);
  return isText ? { body: text, isBase64Encoded: false } : { body, isBase64Encoded: true };
}

/** `12/Mar/2020:19:03:58 +0000` */
function commonLogTime(now: number): string {
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(now).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
