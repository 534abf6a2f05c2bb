import type { Cors, ResponseHeadersPolicy, SetHeader } from '../../model/response-headers-policy';
import { type Fields, field, only } from '../../request/fields';
import type { ViewerRequest } from '../../request/viewer-request';
import { type ResponseStep, withResponse } from '../exchange';

/** Applies the behavior's response headers policy, to errors too. */
export const responseHeadersPolicy: ResponseStep = (exchange) => {
  const { answer, behavior, request } = exchange;
  const policy = behavior.responseHeadersPolicy;
  if (!policy) return exchange;
  const fields = withPolicy(policy, request, answer.response.fields);
  return withResponse(exchange, { ...answer.response, fields });
};

/**
 * The headers of a response under a response headers policy: removals first, then additions, each of which
 * replaces the origin's own header only with `override`.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
 */
export function withPolicy(policy: ResponseHeadersPolicy, request: ViewerRequest, fields: Fields): Fields {
  const result = new Map(only(fields, (name) => !policy.remove.has(name)));
  // Where the policy removes the origin's header, CloudFront sets its own.
  if (policy.remove.has('server') && fields.has('server')) result.set('server', ['CloudFront']);
  for (const { name, value, override } of [...policy.set, ...corsHeaders(policy.cors, request)]) {
    if (override || !result.has(name)) result.set(name, [value]);
  }
  return policy.cors && varies(policy.cors) && field(request.fields, 'origin') ? withVary(result) : result;
}

/** Only for requests with an `Origin`, and preflight's only for a preflight. */
function corsHeaders(cors: Cors | undefined, { method, fields }: ViewerRequest): SetHeader[] {
  const origin = field(fields, 'origin');
  if (!cors || origin === undefined || !cors.origins.some((allowed) => allows(allowed, origin))) return [];
  const preflight = method === 'OPTIONS' && fields.has('access-control-request-method');
  const any = cors.origins.includes('*') && !cors.credentials;
  const headers: Record<string, string | undefined> = {
    'access-control-allow-origin': any ? '*' : origin,
    'access-control-allow-credentials': cors.credentials ? 'true' : undefined,
    'access-control-expose-headers': preflight ? undefined : listed(cors.exposed),
    'access-control-allow-methods': preflight ? listed(cors.methods) : undefined,
    'access-control-allow-headers': preflight ? listed(cors.headers) : undefined,
    'access-control-max-age': preflight ? cors.maxAge?.toString() : undefined,
  };
  return Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value, override: cors.override }],
  );
}

function listed(values: readonly string[]): string | undefined {
  return values.length > 0 ? values.join(', ') : undefined;
}

/** An allowed origin may be a wildcard for a domain: `https://*.example.org`, or `*.example.org` for any scheme. */
function allows(allowed: string, origin: string): boolean {
  if (allowed === '*' || allowed === origin) return true;
  const [scheme, domain = ''] = allowed.split('*');
  if (!allowed.includes('*') || !domain.startsWith('.')) return false;
  return origin.startsWith(scheme ?? '') && origin.endsWith(domain);
}

function varies({ origins, credentials }: Cors): boolean {
  return credentials || !origins.includes('*');
}

function withVary(fields: Fields): Fields {
  const vary = field(fields, 'vary');
  if (vary && /(^|,)\s*(\*|origin)\s*(,|$)/i.test(vary)) return fields;
  return new Map([...fields, ['vary', [vary ? `${vary}, Origin` : 'Origin']]]);
}
