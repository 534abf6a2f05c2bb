import { resolve } from 'node:path';
import type {
  CloudfrontDistribution,
  CloudfrontDistributionCustomErrorResponse,
} from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import type { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { Construct } from 'constructs';
import type { Environment } from '../config/environments';
import type { Api } from './api';
import { Catalog } from './catalog';
import { AccessLog } from './constructs/access-log';
import { Certificate } from './constructs/certificate';
import { Distribution } from './constructs/distribution';
import { Firewall, type RateLimit, type Webhooks } from './constructs/firewall';
import { GLOBAL_REGION, Region } from './constructs/region';
import { buildSite, errorPage, type StaticSite } from './constructs/site';
import type { Data } from './data';
import { EdgeOrigins } from './edge-origins';
import { EdgeRoutes } from './edge-routes';
import type { Payments } from './payments';

/** The parts that the edge serves. */
export interface Backend {
  readonly data: Data;
  readonly machine: SfnStateMachine;
  readonly api: Api;
  readonly payments: Payments;
}

/** The minimum cache time of errors: while an origin fails, each edge location asks it this often. */
const ERROR_SECONDS = 2;

/** The source of the page. */
const PAGE = resolve(__dirname, '../web');

/**
 * A viewer of the page sends little more than 30 requests a minute, and few changes. One address may be that of a
 * whole office.
 */
const VIEWER_LIMITS: RateLimit[] = [
  { name: 'changes-per-address', perMinute: 60, path: '/graphql' },
  { name: 'payments-per-address', perMinute: 60, path: '/payments/*' },
  { name: 'requests-per-address', perMinute: 1000 },
];

/** What a payment provider sends in a rush of bookings from each of its dozen addresses. */
const WEBHOOKS: Webhooks = { path: '/payments/webhook', perMinute: 600 };

/**
 * The API is called by apps with an API key, by the edge, which has limited its viewers already, and by the changes
 * function, which publishes every change of an apartment from one address.
 */
const API_LIMITS: RateLimit[] = [{ name: 'requests-per-address', perMinute: 6000 }];

/** The CloudFront distribution and its parts: everything that viewers reach. */
export class Edge extends Construct {
  readonly distribution: CloudfrontDistribution;
  readonly catalog: Catalog;
  /** The URL of the page. */
  readonly url: string;
  /** The region of CloudFront's metrics. */
  readonly global: Region;

  private readonly site: StaticSite;
  private readonly origins: EdgeOrigins;

  constructor(
    scope: Construct,
    id: string,
    private readonly environment: Environment,
    private readonly backend: Backend,
  ) {
    super(scope, id);
    this.global = new Region(this, 'global', environment, GLOBAL_REGION);
    this.site = buildSite(PAGE);
    this.catalog = new Catalog(this, 'catalog', environment, backend.data, backend.machine);
    this.origins = new EdgeOrigins(this, 'origins', environment, {
      site: this.site,
      catalog: this.catalog,
      api: backend.api,
      payments: backend.payments,
    });
    this.distribution = this.distribute();
    this.origins.serveThrough(this.distribution);
    this.logAccess();
    this.nameIt();
    this.url = `https://${environment.edge.domain?.name ?? this.distribution.domainName}`;
  }

  private distribute(): CloudfrontDistribution {
    const { name, edge } = this.environment;
    const { routes, otherwise } = new EdgeRoutes(this, 'routes', this.environment, this.site);
    return new Distribution(this, 'distribution', {
      comment: `Keyhold ${name}`,
      logicalId: 'distribution',
      routes,
      otherwise,
      origins: this.origins.list(),
      originGroups: this.origins.groups(),
      errors: this.errors(),
      priceClass: edge.priceClass,
      countries: edge.countries,
      domain: this.domain(),
      webAclArn: edge.firewall ? this.firewalls() : undefined,
    }).distribution;
  }

  /**
   * An error page replaces the answers of all origins, so there is none for the statuses that an API uses: 404 and
   * 500. A missing page is answered by a function before any origin.
   */
  private errors(): CloudfrontDistributionCustomErrorResponse[] {
    const page = (errorCode: number, name: number) => ({
      errorCode,
      responseCode: errorCode,
      responsePagePath: errorPage(this.site, name),
      errorCachingMinTtl: ERROR_SECONDS,
    });
    return [
      page(403, 403),
      { errorCode: 404, errorCachingMinTtl: ERROR_SECONDS },
      { errorCode: 500, errorCachingMinTtl: ERROR_SECONDS },
      page(502, 503),
      page(503, 503),
      page(504, 503),
    ];
  }

  /** For the distribution, and for the API, which apps reach without the edge. */
  private firewalls(): string {
    const { name, logRetentionDays } = this.environment;
    const api = new Firewall(this, 'api-firewall', {
      name: `keyhold-${name}-api`,
      scope: 'REGIONAL',
      rateLimits: API_LIMITS,
      logRetentionDays,
    });
    new Wafv2WebAclAssociation(this, 'api-firewall-association', {
      resourceArn: this.backend.api.api.arn,
      webAclArn: api.arn,
    });
    return new Firewall(this.global, 'firewall', {
      name: `keyhold-${name}-edge`,
      scope: 'CLOUDFRONT',
      rateLimits: VIEWER_LIMITS,
      webhooks: WEBHOOKS,
      logRetentionDays,
    }).arn;
  }

  private domain(): { name: string; certificateArn: string } | undefined {
    const { domain } = this.environment.edge;
    return (
      domain && { name: domain.name, certificateArn: new Certificate(this.global, 'certificate', domain).arn }
    );
  }

  private nameIt(): void {
    const { domain } = this.environment.edge;
    if (!domain) return;
    for (const type of ['A', 'AAAA']) {
      new Route53Record(this, `name-${type}`, {
        zoneId: domain.hostedZoneId,
        name: domain.name,
        type,
        alias: {
          name: this.distribution.domainName,
          zoneId: this.distribution.hostedZoneId,
          evaluateTargetHealth: false,
        },
      });
    }
  }

  /**
   * Logs viewers' requests and all access to the web bucket. The second bucket is in a region without a log bucket:
   * what CloudFront reads there is in CloudFront's own log.
   */
  private logAccess(): void {
    const { name, protectData: protect, logRetentionDays } = this.environment;
    const log = new AccessLog(this, 'log', {
      name: `keyhold-${name}-access-log`,
      logicalId: 'accessLog',
      protect,
      expireAfterDays: logRetentionDays,
    });
    log.ofDistribution(this.distribution, this.global);
    log.ofBucket(this.origins.web.store.bucket);
  }
}
