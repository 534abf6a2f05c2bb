import type {
  CloudfrontDistribution,
  CloudfrontDistributionOrigin,
  CloudfrontDistributionOriginGroup,
} from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { CloudfrontOriginAccessControl } from '@cdktf/provider-aws/lib/cloudfront-origin-access-control';
import { AssetType, Fn, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../config/environments';
import type { Api } from './api';
import type { Catalog } from './catalog';
import { REMOVED_AFTER_USE } from './constructs/lifecycle';
import { Region } from './constructs/region';
import type { StaticSite } from './constructs/site';
import { SiteBucket } from './constructs/site-bucket';
import { TARGETS } from './edge-routes';
import type { Payments } from './payments';

/** TLS 1.2, the newest version that CloudFront can be set to for origins. */
const HTTPS = {
  httpPort: 80,
  httpsPort: 443,
  originProtocolPolicy: 'https-only',
  originSslProtocols: ['TLSv1.2'],
};

export interface Origins {
  readonly site: StaticSite;
  readonly catalog: Catalog;
  readonly api: Api;
  readonly payments: Payments;
}

/** The origins: two buckets with the page, the catalog, payments and the API. */
export class EdgeOrigins extends Construct {
  readonly web: SiteBucket;
  private readonly webFailover: SiteBucket;

  constructor(
    scope: Construct,
    id: string,
    private readonly environment: Environment,
    private readonly origins: Origins,
  ) {
    super(scope, id);
    const elsewhere = new Region(this, 'failover', environment, environment.edge.failoverRegion);
    const { name, protectData: protect } = environment;
    const { site } = origins;
    const files = new TerraformAsset(this, 'site', {
      path: site.folder,
      type: AssetType.DIRECTORY,
      assetHash: site.hash,
    });
    this.web = new SiteBucket(this, 'web', {
      site,
      files,
      protect,
      name: `keyhold-${name}-web`,
      logicalId: 'web',
    });
    this.webFailover = new SiteBucket(elsewhere, 'web', {
      site,
      files,
      protect,
      name: `keyhold-${name}-web-failover`,
      logicalId: 'webFailover',
    });
  }

  /** Only the distribution may read. */
  serveThrough(distribution: CloudfrontDistribution): void {
    for (const origin of [this.web, this.webFailover, this.origins.catalog])
      origin.serveThrough(distribution);
  }

  list(): CloudfrontDistributionOrigin[] {
    const { name, edge } = this.environment;
    const shielded = { originShield: { enabled: true, originShieldRegion: edge.shieldRegion } };
    const bucket = {
      originAccessControlId: this.accessControl('s3', `keyhold-${name}-web`),
      // A bucket answers in milliseconds. After 2 × 2 s without an answer the second bucket is asked.
      connectionAttempts: 2,
      connectionTimeout: 2,
      ...shielded,
    };
    const { catalog, payments } = this.origins;
    const { api, edgeKey } = this.origins.api;
    return [
      { originId: TARGETS.web, domainName: this.web.domainName, ...bucket },
      { originId: TARGETS.failover, domainName: this.webFailover.domainName, ...bucket },
      {
        originId: TARGETS.catalog,
        domainName: catalog.domainName,
        originAccessControlId: this.accessControl('lambda', `keyhold-${name}-catalog`),
        customOriginConfig: HTTPS,
        ...shielded,
      },
      {
        originId: TARGETS.graphql,
        domainName: Fn.element(Fn.split('/', api.uris.lookup('GRAPHQL')), 2),
        // Browsers never see these headers, and cannot set them: CloudFront overwrites them.
        customHeader: [
          { name: 'x-api-key', value: edgeKey.key },
          { name: 'x-origin-secret', value: payments.originSecret },
        ],
        customOriginConfig: HTTPS,
        // Without Origin Shield: nothing of it is cached.
      },
      {
        originId: TARGETS.payments,
        domainName: payments.domainName,
        // With origin access control the provider would have to sign its requests (docs/decisions/0012).
        customHeader: [{ name: 'x-origin-secret', value: payments.originSecret }],
        customOriginConfig: HTTPS,
      },
    ];
  }

  /**
   * The second bucket is asked when the first fails (5xx), denies access (403), or is gone or empty (404).
   */
  groups(): CloudfrontDistributionOriginGroup[] {
    return [
      {
        originId: TARGETS.page,
        failoverCriteria: { statusCodes: [403, 404, 500, 502, 503, 504] },
        member: [{ originId: TARGETS.web }, { originId: TARGETS.failover }],
      },
    ];
  }

  private accessControl(originAccessControlOriginType: 's3' | 'lambda', name: string): string {
    return new CloudfrontOriginAccessControl(this, `${originAccessControlOriginType}-access`, {
      lifecycle: REMOVED_AFTER_USE,
      name,
      originAccessControlOriginType,
      signingBehavior: 'always',
      signingProtocol: 'sigv4',
    }).id;
  }
}
