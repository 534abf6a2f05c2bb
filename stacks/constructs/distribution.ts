import {
  CloudfrontDistribution,
  type CloudfrontDistributionConfig,
  type CloudfrontDistributionCustomErrorResponse,
  type CloudfrontDistributionOrigin,
  type CloudfrontDistributionOriginGroup,
} from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { CloudfrontMonitoringSubscription } from '@cdktf/provider-aws/lib/cloudfront-monitoring-subscription';
import { Construct } from 'constructs';

/** The sets of methods that CloudFront accepts. */
const METHODS = {
  read: ['GET', 'HEAD'],
  'read and ask': ['GET', 'HEAD', 'OPTIONS'],
  all: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
};

/** How requests to some paths are handled. */
export interface RouteBehavior {
  /** The id of an origin or of an origin group. */
  readonly target: string;
  readonly methods: keyof typeof METHODS;
  readonly cachePolicyId: string;
  /** Further headers for the origin, besides those in the cache key; none by default. */
  readonly originRequestPolicyId?: string;
  readonly responseHeadersPolicyId: string;
  /** The viewer-request function. */
  readonly viewerRequest?: string;
}

export interface EdgeRoute extends RouteBehavior {
  /** The path pattern. The first route that matches is used. */
  readonly path: string;
}

export interface DistributionProps {
  readonly comment: string;
  readonly logicalId: string;
  readonly origins: CloudfrontDistributionOrigin[];
  readonly originGroups: CloudfrontDistributionOriginGroup[];
  readonly routes: readonly EdgeRoute[];
  /** For paths that no route matches. */
  readonly otherwise: RouteBehavior;
  readonly errors: CloudfrontDistributionCustomErrorResponse[];
  readonly priceClass: string;
  /** Only viewers from these countries are let in; all by default. */
  readonly countries?: readonly string[] | undefined;
  /** The site's own name with its certificate; CloudFront's by default. */
  readonly domain?: { readonly name: string; readonly certificateArn: string } | undefined;
  readonly webAclArn?: string | undefined;
}

/** A CloudFront distribution: HTTPS only, HTTP/2 and 3, IPv4 and 6, with additional metrics. */
export class Distribution extends Construct {
  readonly distribution: CloudfrontDistribution;

  constructor(scope: Construct, id: string, props: DistributionProps) {
    super(scope, id);
    const { countries, domain, webAclArn } = props;
    this.distribution = new CloudfrontDistribution(this, 'distribution', {
      enabled: true,
      comment: props.comment,
      defaultRootObject: 'index.html',
      httpVersion: 'http2and3',
      isIpv6Enabled: true,
      priceClass: props.priceClass,
      origin: props.origins,
      originGroup: props.originGroups,
      orderedCacheBehavior: props.routes.map((route) => ({ pathPattern: route.path, ...behavior(route) })),
      defaultCacheBehavior: behavior(props.otherwise),
      customErrorResponse: props.errors,
      restrictions: {
        geoRestriction: countries
          ? { restrictionType: 'whitelist', locations: [...countries] }
          : { restrictionType: 'none' },
      },
      ...viewerCertificate(domain),
      ...(webAclArn && { webAclId: webAclArn }),
    });
    // The address must not change: Terraform would replace the distribution, and with it the domain name.
    this.distribution.overrideLogicalId(props.logicalId);
    new CloudfrontMonitoringSubscription(this, 'metrics', {
      distributionId: this.distribution.id,
      monitoringSubscription: {
        realtimeMetricsSubscriptionConfig: { realtimeMetricsSubscriptionStatus: 'Enabled' },
      },
    });
  }
}

function behavior(props: RouteBehavior): CloudfrontDistributionConfig['defaultCacheBehavior'] {
  const { target, methods, cachePolicyId, originRequestPolicyId, responseHeadersPolicyId, viewerRequest } =
    props;
  return {
    targetOriginId: target,
    allowedMethods: METHODS[methods],
    cachedMethods: METHODS.read,
    viewerProtocolPolicy: 'redirect-to-https',
    compress: true,
    cachePolicyId,
    ...(originRequestPolicyId && { originRequestPolicyId }),
    responseHeadersPolicyId,
    ...(viewerRequest && {
      functionAssociation: [{ eventType: 'viewer-request', functionArn: viewerRequest }],
    }),
  };
}

function viewerCertificate(
  domain: DistributionProps['domain'],
): Pick<CloudfrontDistributionConfig, 'aliases' | 'viewerCertificate'> {
  // CloudFront sets the TLS versions of its own domain itself.
  if (!domain) return { viewerCertificate: { cloudfrontDefaultCertificate: true } };
  return {
    aliases: [domain.name],
    viewerCertificate: {
      acmCertificateArn: domain.certificateArn,
      minimumProtocolVersion: 'TLSv1.2_2021',
      sslSupportMethod: 'sni-only',
    },
  };
}
