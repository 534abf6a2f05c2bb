import type { JsonObject } from '../../../core/json';
import type { Resource } from '../../../core/service';
import { block, blocks } from '../../../terraform/blocks';
import { flag, number, refusal, requiredText, text, texts } from '../configuration';

/** A header that the policy sets; without `override` the origin's own stays. */
export interface SetHeader {
  readonly name: string;
  readonly value: string;
  readonly override: boolean;
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html */
export interface ResponseHeadersPolicy {
  readonly remove: ReadonlySet<string>;
  /** Security headers and custom headers. */
  readonly set: readonly SetHeader[];
  readonly cors: Cors | undefined;
}

export interface Cors {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly credentials: boolean;
  /** Seconds. */
  readonly maxAge: number | undefined;
  readonly override: boolean;
}

const METHODS = ['GET', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
const LONGEST_CSP = 1_783;
/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html#remove-headers-disallowed */
const NOT_TO_BE_REMOVED =
  /^(connection|content-encoding|content-length|expect|host|keep-alive|proxy-.*|trailer|transfer-encoding|upgrade|via|warning|x-accel-.*|x-amz-cf-.*|x-amzn-.*|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip)$/;

/** @throws AwsError where AWS would refuse the policy, or it asks for what is not run locally */
export function resolveResponseHeadersPolicy(resource: Resource): ResponseHeadersPolicy {
  const { config } = resource;
  if (flag(block(config['server_timing_headers_config']), 'enabled')) {
    throw refusal(
      resource,
      'NotImplemented',
      'Server-Timing is not made locally: leave server_timing_headers_config out.',
    );
  }
  const remove = blocks(block(config['remove_headers_config'])?.['items']).map((item) =>
    requiredText(resource, item, 'header').toLowerCase(),
  );
  const wrong = remove.find((name) => NOT_TO_BE_REMOVED.test(name));
  if (wrong)
    throw refusal(resource, 'InvalidArgument', `The header ${wrong} cannot be removed from responses.`);
  const cors = block(config['cors_config']);
  return {
    remove: new Set(remove),
    set: [
      ...securityHeaders(resource, block(config['security_headers_config'])),
      ...customHeaders(resource, config),
    ],
    cors: cors && resolveCors(cors),
  };
}

function customHeaders(resource: Resource, config: JsonObject): SetHeader[] {
  return blocks(block(config['custom_headers_config'])?.['items']).map((item) => ({
    name: requiredText(resource, item, 'header').toLowerCase(),
    value: text(item, 'value') ?? '',
    override: flag(item, 'override'),
  }));
}

function securityHeaders(resource: Resource, config: JsonObject | undefined): SetHeader[] {
  const header = (part: string, name: string, valueFrom: (settings: JsonObject) => string): SetHeader[] => {
    const settings = block(config?.[part]);
    return settings ? [{ name, value: valueFrom(settings), override: flag(settings, 'override') }] : [];
  };
  return [
    ...header('strict_transport_security', 'strict-transport-security', transportSecurity),
    ...header('content_security_policy', 'content-security-policy', (csp) =>
      contentSecurityPolicy(resource, csp),
    ),
    ...header('content_type_options', 'x-content-type-options', () => 'nosniff'),
    ...header('frame_options', 'x-frame-options', (frame) => requiredText(resource, frame, 'frame_option')),
    ...header('referrer_policy', 'referrer-policy', (policy) =>
      requiredText(resource, policy, 'referrer_policy'),
    ),
    ...header('xss_protection', 'x-xss-protection', (xss) => xssProtection(resource, xss)),
  ];
}

function transportSecurity(settings: JsonObject): string {
  const parts = [`max-age=${number(settings, 'access_control_max_age_sec', 0)}`];
  if (flag(settings, 'include_subdomains')) parts.push('includeSubDomains');
  if (flag(settings, 'preload')) parts.push('preload');
  return parts.join('; ');
}

function contentSecurityPolicy(resource: Resource, settings: JsonObject): string {
  const policy = requiredText(resource, settings, 'content_security_policy');
  if (policy.length <= LONGEST_CSP) return policy;
  const length = `The content security policy has ${policy.length} characters`;
  throw refusal(resource, 'TooLongCSPInResponseHeadersPolicy', `${length}; ${LONGEST_CSP} are the most.`);
}

function xssProtection(resource: Resource, settings: JsonObject): string {
  if (!flag(settings, 'protection')) return '0';
  const report = text(settings, 'report_uri');
  const block = flag(settings, 'mode_block');
  if (report && block)
    throw refusal(resource, 'InvalidArgument', 'xss_protection takes mode_block or report_uri, not both.');
  return `1${block ? '; mode=block' : ''}${report ? `; report=${report}` : ''}`;
}

function resolveCors(config: JsonObject): Cors {
  const items = (name: string): string[] => texts(block(config[name])?.['items']);
  const methods = items('access_control_allow_methods');
  return {
    origins: items('access_control_allow_origins'),
    methods: methods.includes('ALL') ? METHODS : methods,
    headers: items('access_control_allow_headers'),
    exposed: items('access_control_expose_headers'),
    credentials: flag(config, 'access_control_allow_credentials'),
    maxAge:
      'access_control_max_age_sec' in config ? number(config, 'access_control_max_age_sec', 0) : undefined,
    override: flag(config, 'origin_override'),
  };
}
