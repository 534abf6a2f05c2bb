import type { JsonObject } from '../../../core/json';
import type { Resource } from '../../../core/service';
import { blocks } from '../../../terraform/blocks';
import { flag, refusal, requiredText, text, texts } from '../configuration';
import type { CloudFrontFunction } from '../functions/cloudfront-function';
import { pathMatcher } from '../request/path-pattern';
import type { CachePolicy } from './cache-policy';
import type { Origin, OriginGroup } from './origin';
import type { OriginRequestPolicy } from './origin-request-policy';
import type { Policies } from './policies';
import type { ResponseHeadersPolicy } from './response-headers-policy';

/** How a distribution handles the paths that match a pattern. */
export interface CacheBehavior {
  /** The pattern, or `Default (*)`. */
  readonly name: string;
  readonly matches: (path: string) => boolean;
  readonly target: Origin | OriginGroup;
  readonly allowedMethods: ReadonlySet<string>;
  readonly cachedMethods: ReadonlySet<string>;
  readonly compress: boolean;
  readonly cachePolicy: CachePolicy;
  readonly originRequestPolicy: OriginRequestPolicy | undefined;
  readonly responseHeadersPolicy: ResponseHeadersPolicy | undefined;
  readonly viewerRequest: CloudFrontFunction | undefined;
  readonly viewerResponse: CloudFrontFunction | undefined;
}

const READ = ['GET', 'HEAD'];
const READ_AND_ASK = [...READ, 'OPTIONS'];
const ALL = [...READ_AND_ASK, 'PUT', 'POST', 'PATCH', 'DELETE'];
const LONGEST_PATTERN = 255;

/** Settings that change what the edge does and that are not run locally. */
const NOT_RUN = [
  'field_level_encryption_id',
  'forwarded_values',
  'lambda_function_association',
  'trusted_key_groups',
  'trusted_signers',
];

/** @throws AwsError where AWS would refuse the behavior, or it asks for what is not run locally */
export function resolveBehavior(
  resource: Resource,
  config: JsonObject,
  targets: ReadonlyMap<string, Origin | OriginGroup>,
  policies: Policies,
): CacheBehavior {
  const pattern = text(config, 'path_pattern');
  const name = pattern ?? 'Default (*)';
  const refuse = (code: string, reason: string) => refusal(resource, code, `Behavior ${name}: ${reason}`);
  if (name.length > LONGEST_PATTERN)
    throw refuse('InvalidArgument', `The pattern is over ${LONGEST_PATTERN} characters.`);
  for (const setting of NOT_RUN) {
    const value = config[setting];
    const given =
      value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
    if (given) throw refuse('NotImplemented', `${setting} is not run locally.`);
  }
  const targetId = requiredText(resource, config, 'target_origin_id');
  const target = targets.get(targetId);
  if (!target) throw refuse('NoSuchOrigin', `There is no origin or origin group ${targetId}.`);
  const allowedMethods = methods(config, 'allowed_methods', [READ, READ_AND_ASK, ALL], refuse);
  if ('members' in target && allowedMethods.has('POST')) {
    throw refuse(
      'InvalidArgument',
      'allowed_methods cannot include POST, PUT, PATCH or DELETE with an origin group.',
    );
  }
  return {
    name,
    target,
    allowedMethods,
    matches: pathMatcher(pattern ?? '*'),
    cachedMethods: methods(config, 'cached_methods', [READ, READ_AND_ASK], refuse),
    compress: flag(config, 'compress'),
    ...policiesOf(config, policies, refuse),
    ...functionsOf(resource, config, policies, refuse),
  };
}

type Refuse = (code: string, reason: string) => Error;

function methods(
  config: JsonObject,
  setting: string,
  sets: readonly string[][],
  refuse: Refuse,
): Set<string> {
  const given = new Set(texts(config[setting]));
  const set = sets.find((one) => one.length === given.size && one.every((method) => given.has(method)));
  if (set) return given;
  const choices = sets.map((one) => one.join(' ')).join(', or ');
  throw refuse(
    'InvalidArgument',
    `${setting} is ${[...given].join(' ') || 'missing'}; it can be ${choices}.`,
  );
}

function policiesOf(
  config: JsonObject,
  policies: Policies,
  refuse: Refuse,
): Pick<CacheBehavior, 'cachePolicy' | 'originRequestPolicy' | 'responseHeadersPolicy'> {
  const found = <T>(setting: string, known: ReadonlyMap<string, T>, code: string): T | undefined => {
    const id = text(config, setting);
    const policy = id === undefined ? undefined : known.get(id);
    if (id !== undefined && !policy) throw refuse(code, `There is no policy ${id} for ${setting}.`);
    return policy;
  };
  const cachePolicy = found('cache_policy_id', policies.cache, 'NoSuchCachePolicy');
  if (!cachePolicy)
    throw refuse('InvalidArgument', 'It has no cache_policy_id; every other policy needs one.');
  return {
    cachePolicy,
    originRequestPolicy: found(
      'origin_request_policy_id',
      policies.originRequest,
      'NoSuchOriginRequestPolicy',
    ),
    responseHeadersPolicy: found(
      'response_headers_policy_id',
      policies.responseHeaders,
      'NoSuchResponseHeadersPolicy',
    ),
  };
}

function functionsOf(
  resource: Resource,
  config: JsonObject,
  policies: Policies,
  refuse: Refuse,
): Pick<CacheBehavior, 'viewerRequest' | 'viewerResponse'> {
  const associated = new Map<string, CloudFrontFunction>();
  for (const association of blocks(config['function_association'])) {
    const event = requiredText(resource, association, 'event_type');
    const arn = requiredText(resource, association, 'function_arn');
    const edgeFunction = policies.functions.get(arn);
    if (event !== 'viewer-request' && event !== 'viewer-response') {
      throw refuse('InvalidFunctionAssociation', `A function has no event ${event}.`);
    }
    if (associated.has(event))
      throw refuse('InvalidFunctionAssociation', `Two functions for ${event}; one is the most.`);
    if (!edgeFunction?.live)
      throw refuse('InvalidFunctionAssociation', `There is no published function ${arn}.`);
    associated.set(event, edgeFunction);
  }
  return {
    viewerRequest: associated.get('viewer-request'),
    viewerResponse: associated.get('viewer-response'),
  };
}
