import type { Attributes, Cloud, Resource } from '../../core/service';
import { refusal, requiredText, text } from './configuration';
import { type CloudFrontFunction, resolveFunction } from './functions/cloudfront-function';
import type { Sandbox } from './functions/sandbox';
import { uuidOf } from './identifiers';
import { managedPolicies } from './managed-policies';
import { type CachePolicy, resolveCachePolicy } from './model/cache-policy';
import { type EdgeDistribution, isEnabled, resolveDistribution } from './model/distribution';
import { type OriginAccessControl, resolveAccessControl } from './model/origin';
import { type OriginRequestPolicy, resolveOriginRequestPolicy } from './model/origin-request-policy';
import type { Policies } from './model/policies';
import { type ResponseHeadersPolicy, resolveResponseHeadersPolicy } from './model/response-headers-policy';
import { resolveWebAcl, type WebAcl } from './model/web-acl';

/** CloudFront's zone in Route 53, the same for every distribution. */
const HOSTED_ZONE_ID = 'Z2FDTNDATAQYW2';

/** All CloudFront resources of a stack. */
export class Provisioning implements Policies {
  readonly cache = new Map<string, CachePolicy>(managed('aws_cloudfront_cache_policy', resolveCachePolicy));
  readonly originRequest = new Map<string, OriginRequestPolicy>(
    managed('aws_cloudfront_origin_request_policy', resolveOriginRequestPolicy),
  );
  readonly responseHeaders = new Map<string, ResponseHeadersPolicy>();
  readonly accessControls = new Map<string, OriginAccessControl>();
  readonly functions = new Map<string, CloudFrontFunction>();
  readonly webAcls = new Map<string, WebAcl>();
  readonly distributions: EdgeDistribution[] = [];

  private readonly makers: Readonly<Record<string, (resource: Resource) => Attributes>> = {
    aws_cloudfront_cache_policy: (resource) =>
      this.policy(resource, 'cache-policy', this.cache, resolveCachePolicy(resource)),
    aws_cloudfront_origin_request_policy: (resource) =>
      this.policy(
        resource,
        'origin-request-policy',
        this.originRequest,
        resolveOriginRequestPolicy(resource),
      ),
    aws_cloudfront_response_headers_policy: (resource) =>
      this.policy(
        resource,
        'response-headers-policy',
        this.responseHeaders,
        resolveResponseHeadersPolicy(resource),
      ),
    aws_cloudfront_origin_access_control: (resource) =>
      this.policy(resource, 'origin-access-control', this.accessControls, resolveAccessControl(resource)),
    aws_cloudfront_function: (resource) => this.edgeFunction(resource),
    aws_cloudfront_distribution: (resource) => this.distribution(resource),
    aws_wafv2_web_acl: (resource) => this.webAcl(resource),
    // Regional web ACLs are not run: the local cloud has no firewall for other services.
    aws_wafv2_web_acl_association: (resource) => ({ id: uuidOf(resource.address) }),
  };

  constructor(
    private readonly cloud: Pick<Cloud, 'accountId' | 'region' | 'clock' | 'log'>,
    private readonly sandbox: Sandbox,
  ) {}

  get resourceTypes(): readonly string[] {
    return Object.keys(this.makers);
  }

  /** @throws AwsError that names the resource and the reason, where AWS would refuse it at deploy */
  make(resource: Resource): Attributes {
    const make = this.makers[resource.type];
    if (!make) throw refusal(resource, 'InvalidArgument', `${resource.type} is not CloudFront's.`);
    return make(resource);
  }

  private policy<T>(resource: Resource, kind: string, made: Map<string, T>, policy: T): Attributes {
    const id = uuidOf(resource.address);
    made.set(id, policy);
    return { id, arn: `arn:aws:cloudfront::${this.cloud.accountId}:${kind}/${id}`, etag: etagOf(resource) };
  }

  private edgeFunction(resource: Resource): Attributes {
    const log = (line: string): void => this.cloud.log('cloudfront', line);
    const edgeFunction = resolveFunction(resource, { sandbox: this.sandbox, clock: this.cloud.clock, log });
    const arn = `arn:aws:cloudfront::${this.cloud.accountId}:function/${edgeFunction.name}`;
    this.functions.set(arn, edgeFunction);
    const status = edgeFunction.live ? 'DEPLOYED' : 'UNPUBLISHED';
    return { id: edgeFunction.name, arn, status, etag: etagOf(resource), live_stage_etag: etagOf(resource) };
  }

  private distribution(resource: Resource): Attributes {
    const distribution = resolveDistribution(resource, this.cloud.accountId, this);
    if (isEnabled(resource)) this.distributions.push(distribution);
    const { id, arn, domainName } = distribution;
    return {
      id,
      arn,
      domain_name: domainName,
      hosted_zone_id: HOSTED_ZONE_ID,
      status: 'Deployed',
      etag: etagOf(resource),
      in_progress_validation_batches: 0,
      caller_reference: uuidOf(`reference of ${resource.address}`),
    };
  }

  private webAcl(resource: Resource): Attributes {
    const { config, address } = resource;
    const id = uuidOf(address);
    const global = requiredText(resource, config, 'scope') === 'CLOUDFRONT';
    const place = `${global ? 'us-east-1' : this.cloud.region}:${this.cloud.accountId}:${global ? 'global' : 'regional'}`;
    const arn = `arn:aws:wafv2:${place}/webacl/${text(config, 'name') ?? resource.name}/${id}`;
    const acl = resolveWebAcl(resource, arn);
    const notRun = (global ? acl.notRun : ['all of its rules (scope REGIONAL)']).join(', ');
    if (global) this.webAcls.set(arn, acl);
    if (notRun) this.cloud.log('cloudfront', `${address}: not run locally: ${notRun}.`);
    return { id, arn, capacity: acl.rules.length, lock_token: uuidOf(`token of ${resource.address}`) };
  }
}

function managed<T>(type: string, resolve: (resource: Resource) => T): [string, T][] {
  return managedPolicies(type).map((config) => {
    const name = String(config['name']);
    return [String(config['id']), resolve({ type, name, address: `data.${type}.${name}`, config })];
  });
}

function etagOf(resource: Resource): string {
  return `E${uuidOf(JSON.stringify(resource.config)).replaceAll('-', '').slice(0, 13).toUpperCase()}`;
}
