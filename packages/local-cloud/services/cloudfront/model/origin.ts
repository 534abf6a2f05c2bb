import type { JsonObject } from '../../../core/json';
import type { Resource } from '../../../core/service';
import { block, blocks } from '../../../terraform/blocks';
import { number, refusal, requiredText, text, texts } from '../configuration';

/** How CloudFront signs its requests to an origin. https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html */
export interface OriginAccessControl {
  readonly originType: string;
  readonly signing: 'always' | 'never' | 'no-override';
}

export interface Origin {
  readonly id: string;
  readonly domainName: string;
  /** The prefix of every path; empty or with a leading slash. */
  readonly path: string;
  readonly customHeaders: ReadonlyMap<string, string>;
  readonly accessControl: OriginAccessControl | undefined;
  /** The time limit of an attempt, in milliseconds. */
  readonly readTimeout: number;
  readonly attempts: number;
}

/** Two origins. The second is asked where the first answers with one of the statuses, or not at all. */
export interface OriginGroup {
  readonly id: string;
  readonly members: readonly [Origin, Origin];
  readonly failoverStatuses: ReadonlySet<number>;
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html#add-origin-custom-headers-denylist */
const NOT_TO_BE_ADDED =
  /^(cache-control|connection|content-length|cookie|host|if-(match|modified-since|none-match|range|unmodified-since)|max-forwards|pragma|proxy-.*|range|request-range|te|trailer|transfer-encoding|upgrade|via|x-amz-.*|x-edge-.*|x-forwarded-proto|x-real-ip)$/;

const FAILOVER_STATUSES = [400, 403, 404, 416, 429, 500, 502, 503, 504];

export function resolveAccessControl(resource: Resource): OriginAccessControl {
  const { config } = resource;
  const signing = requiredText(resource, config, 'signing_behavior');
  if (signing !== 'always' && signing !== 'never' && signing !== 'no-override') {
    throw refusal(
      resource,
      'InvalidArgument',
      `signing_behavior ${signing} is none of always, never, no-override.`,
    );
  }
  if (requiredText(resource, config, 'signing_protocol') !== 'sigv4') {
    throw refusal(resource, 'InvalidArgument', 'signing_protocol can only be sigv4.');
  }
  return { originType: requiredText(resource, config, 'origin_access_control_origin_type'), signing };
}

export function resolveOrigin(
  resource: Resource,
  config: JsonObject,
  accessControls: ReadonlyMap<string, OriginAccessControl>,
): Origin {
  const id = requiredText(resource, config, 'origin_id');
  const accessControlId = text(config, 'origin_access_control_id');
  const accessControl = accessControlId === undefined ? undefined : accessControls.get(accessControlId);
  if (accessControlId !== undefined && !accessControl) {
    throw refusal(
      resource,
      'NoSuchOriginAccessControl',
      `Origin ${id}: there is no origin access control ${accessControlId}.`,
    );
  }
  const identity = text(block(config['s3_origin_config']), 'origin_access_identity');
  if (identity !== undefined || block(config['vpc_origin_config'])) {
    const instead =
      'origin access identities and VPC origins are not run locally; an origin access control is.';
    throw refusal(resource, 'NotImplemented', `Origin ${id}: ${instead}`);
  }
  const path = text(config, 'origin_path') ?? '';
  if (path !== '' && (!path.startsWith('/') || path.endsWith('/'))) {
    throw refusal(
      resource,
      'InvalidArgument',
      `Origin ${id}: origin_path ${path} must begin with / and not end with it.`,
    );
  }
  return {
    id,
    path,
    accessControl,
    domainName: requiredText(resource, config, 'domain_name'),
    customHeaders: customHeaders(resource, id, config),
    readTimeout: number(block(config['custom_origin_config']), 'origin_read_timeout', 30) * 1_000,
    attempts: number(config, 'connection_attempts', 3),
  };
}

function customHeaders(resource: Resource, id: string, config: JsonObject): Map<string, string> {
  const entries = blocks(config['custom_header']).map((header): [string, string] => [
    requiredText(resource, header, 'name').toLowerCase(),
    text(header, 'value') ?? '',
  ]);
  const wrong = entries.find(([name]) => NOT_TO_BE_ADDED.test(name));
  if (wrong)
    throw refusal(
      resource,
      'InvalidArgument',
      `Origin ${id}: CloudFront does not add the header ${wrong[0]}.`,
    );
  return new Map(entries);
}

export function resolveOriginGroup(
  resource: Resource,
  config: JsonObject,
  origins: ReadonlyMap<string, Origin>,
): OriginGroup {
  const id = requiredText(resource, config, 'origin_id');
  const members = blocks(config['member']).map((member) => {
    const originId = requiredText(resource, member, 'origin_id');
    const origin = origins.get(originId);
    if (!origin)
      throw refusal(resource, 'NoSuchOrigin', `Origin group ${id}: there is no origin ${originId}.`);
    return origin;
  });
  const [primary, secondary] = members;
  if (!primary || !secondary || members.length > 2) {
    throw refusal(
      resource,
      'InvalidArgument',
      `Origin group ${id} has ${members.length} members; it takes two.`,
    );
  }
  const statuses = texts(block(config['failover_criteria'])?.['status_codes']).map(Number);
  const wrong = statuses.find((status) => !FAILOVER_STATUSES.includes(status));
  if (wrong !== undefined || statuses.length === 0) {
    const allowed = `one or more of ${FAILOVER_STATUSES.join(', ')}`;
    throw refusal(resource, 'InvalidArgument', `Origin group ${id}: failover_criteria takes ${allowed}.`);
  }
  return { id, members: [primary, secondary], failoverStatuses: new Set(statuses) };
}
