import type { Resource } from '../../../core/service';
import { block, blocks } from '../../../terraform/blocks';
import { flag, refusal, text, texts } from '../configuration';
import { domainNameOf, edgeIdOf } from '../identifiers';
import { type CacheBehavior, resolveBehavior } from './behavior';
import { type CustomError, resolveCustomErrors } from './custom-error';
import { type Origin, type OriginGroup, resolveOrigin, resolveOriginGroup } from './origin';
import type { Policies } from './policies';
import type { WebAcl } from './web-acl';

/** A distribution's settings, as the edge needs them. */
export interface EdgeDistribution {
  readonly id: string;
  readonly arn: string;
  readonly domainName: string;
  readonly aliases: readonly string[];
  readonly defaultRootObject: string | undefined;
  /** In order; the default behavior last. */
  readonly behaviors: readonly CacheBehavior[];
  readonly customErrors: ReadonlyMap<number, CustomError>;
  readonly geoRestriction: GeoRestriction;
  readonly webAcl: WebAcl | undefined;
}

export interface GeoRestriction {
  readonly kind: 'none' | 'whitelist' | 'blacklist';
  readonly countries: ReadonlySet<string>;
}

/** The first behavior whose pattern matches the viewer's path; the default matches every path. */
export function behaviorFor({ behaviors }: EdgeDistribution, path: string): CacheBehavior {
  const found = behaviors.find(({ matches }) => matches(path)) ?? behaviors.at(-1);
  if (!found) throw new RangeError('A distribution has at least its default behavior.');
  return found;
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-web-distributions */
const MOST_BEHAVIORS = 25;
const MOST_ORIGINS = 25;
const MOST_ORIGIN_GROUPS = 10;

/** @throws AwsError where AWS would refuse the distribution, or it asks for what is not run locally */
export function resolveDistribution(
  resource: Resource,
  accountId: string,
  policies: Policies,
): EdgeDistribution {
  const { config, address } = resource;
  const id = edgeIdOf(address);
  const aliases = texts(config['aliases']);
  if (aliases.length > 0 && !hasCertificate(resource)) {
    throw refusal(
      resource,
      'InvalidViewerCertificate',
      'aliases need a certificate of your own in viewer_certificate.',
    );
  }
  const defaultRootObject = text(config, 'default_root_object');
  if (defaultRootObject?.startsWith('/')) {
    throw refusal(
      resource,
      'InvalidDefaultRootObject',
      `default_root_object ${defaultRootObject} must not begin with a slash.`,
    );
  }
  return {
    id,
    aliases,
    defaultRootObject,
    arn: `arn:aws:cloudfront::${accountId}:distribution/${id}`,
    domainName: domainNameOf(address),
    behaviors: behaviorsOf(resource, policies),
    customErrors: resolveCustomErrors(resource),
    geoRestriction: geoRestrictionOf(resource),
    webAcl: webAclOf(resource, policies),
  };
}

function hasCertificate({ config }: Resource): boolean {
  const certificate = block(config['viewer_certificate']);
  return (text(certificate, 'acm_certificate_arn') ?? text(certificate, 'iam_certificate_id')) !== undefined;
}

function behaviorsOf(resource: Resource, policies: Policies): CacheBehavior[] {
  const { config } = resource;
  const ordered = blocks(config['ordered_cache_behavior']);
  const fallback = block(config['default_cache_behavior']);
  if (!fallback) throw refusal(resource, 'InvalidArgument', 'default_cache_behavior is missing.');
  const all = [...ordered, fallback];
  if (all.length > MOST_BEHAVIORS) {
    throw refusal(
      resource,
      'TooManyCacheBehaviors',
      `${all.length} behaviors; ${MOST_BEHAVIORS} are the most.`,
    );
  }
  const patterns = ordered.map((behavior) => text(behavior, 'path_pattern'));
  const wrong = patterns.find((pattern, at) => pattern === undefined || patterns.indexOf(pattern) !== at);
  if (patterns.includes(undefined) || wrong) {
    throw refusal(
      resource,
      'InvalidArgument',
      `Every ordered behavior has a path_pattern of its own; look at ${wrong ?? 'the one without'}.`,
    );
  }
  const targets = targetsOf(resource, policies);
  return all.map((behavior) => resolveBehavior(resource, behavior, targets, policies));
}

function targetsOf(resource: Resource, policies: Policies): Map<string, Origin | OriginGroup> {
  const origins = blocks(resource.config['origin']).map((one) =>
    resolveOrigin(resource, one, policies.accessControls),
  );
  if (origins.length > MOST_ORIGINS) {
    throw refusal(resource, 'TooManyOrigins', `${origins.length} origins; ${MOST_ORIGINS} are the most.`);
  }
  const byId = new Map(origins.map((origin) => [origin.id, origin]));
  const groups = blocks(resource.config['origin_group']).map((one) =>
    resolveOriginGroup(resource, one, byId),
  );
  if (groups.length > MOST_ORIGIN_GROUPS) {
    const count = `${groups.length} origin groups; ${MOST_ORIGIN_GROUPS} are the most.`;
    throw refusal(resource, 'TooManyOriginGroupsPerDistribution', count);
  }
  const targets = new Map<string, Origin | OriginGroup>(
    [...origins, ...groups].map((target) => [target.id, target]),
  );
  if (targets.size < origins.length + groups.length) {
    throw refusal(resource, 'InvalidArgument', 'Two origins or origin groups have the same origin_id.');
  }
  return targets;
}

function geoRestrictionOf(resource: Resource): GeoRestriction {
  const config = block(block(resource.config['restrictions'])?.['geo_restriction']);
  const kind = text(config, 'restriction_type') ?? 'none';
  const countries = new Set(texts(config?.['locations']));
  if (kind !== 'none' && kind !== 'whitelist' && kind !== 'blacklist') {
    throw refusal(
      resource,
      'InvalidGeoRestrictionParameter',
      `restriction_type ${kind} is none of none, whitelist, blacklist.`,
    );
  }
  if ((kind === 'none') !== (countries.size === 0)) {
    throw refusal(
      resource,
      'InvalidGeoRestrictionParameter',
      `restriction_type ${kind} with ${countries.size} locations.`,
    );
  }
  return { kind, countries };
}

function webAclOf(resource: Resource, { webAcls }: Policies): WebAcl | undefined {
  const arn = text(resource.config, 'web_acl_id');
  if (arn === undefined) return undefined;
  const acl = webAcls.get(arn);
  if (!acl) throw refusal(resource, 'InvalidWebACLId', `There is no web ACL ${arn} of scope CLOUDFRONT.`);
  return acl;
}

/** True unless the distribution is disabled. */
export function isEnabled({ config }: Resource): boolean {
  return flag(config, 'enabled', true);
}
