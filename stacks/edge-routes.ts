import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import type { Environment } from '../config/environments';
import {
  CACHING_DISABLED,
  CACHING_OPTIMIZED,
  type CachePolicyProps,
  cachePolicy,
  forwardHeaders,
} from './constructs/cache-policies';
import type { EdgeRoute, RouteBehavior } from './constructs/distribution';
import { type Constants, EdgeFunction } from './constructs/edge-function';
import { API_CONTENT_POLICY, PAGE_CONTENT_POLICY, responseHeaders } from './constructs/response-headers';
import { errorPage, type StaticSite } from './constructs/site';

/** The targets of routes: ids of origins; `page` is the origin group. */
export const TARGETS = {
  page: 'page',
  web: 'web',
  failover: 'web-failover',
  catalog: 'catalog',
  graphql: 'graphql',
  payments: 'payments',
} as const;

const YEAR_SECONDS = 365 * 24 * 3600;

/** The two headers that functions/edge sets about the viewer. */
const VISITOR = ['x-keyhold-country', 'x-keyhold-device'];

/** CloudFront's headers about the viewer, which functions get where their behavior names them. */
const CLOUDFRONT_VISITOR = [
  'CloudFront-Viewer-Country',
  'CloudFront-Is-Mobile-Viewer',
  'CloudFront-Is-Tablet-Viewer',
];

/** The routes: the target, cache key and cache time of each path. */
export class EdgeRoutes extends Construct {
  /** In this order. */
  readonly routes: readonly EdgeRoute[];
  /** The page, for every other path. */
  readonly otherwise: RouteBehavior;
  private readonly prefix: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly environment: Environment,
    private readonly site: StaticSite,
  ) {
    super(scope, id);
    this.prefix = `keyhold-${environment.name}`;
    const page = this.headers('page', PAGE_CONTENT_POLICY);
    const api = this.headers('api', API_CONTENT_POLICY);
    // The page of the test checkout sets its own.
    const payments = this.headers('payments', API_CONTENT_POLICY, { ownContentPolicies: true });
    const visitor = this.forwarded('visitor', CLOUDFRONT_VISITOR);

    this.routes = [
      { path: '/assets/*', ...this.assets(page) },
      { path: '/api/reservations/*', ...this.reservations(api) },
      { path: '/api/*', ...this.catalog(api) },
      { path: '/payments/*', ...this.payments(payments) },
      { path: '/graphql', ...this.graphql(api) },
      { path: '/edge/*', ...this.answers(api, visitor) },
    ];
    this.otherwise = this.documents(page, visitor);
  }

  /**
   * HTML is revalidated each time (max-age=0): the edge caches it, and S3 answers 304 while it is the same. It may
   * differ by country and device, which are in the cache key of this behavior only.
   * All other files set their own cache time.
   */
  private documents(responseHeadersPolicyId: string, originRequestPolicyId: string): RouteBehavior {
    return {
      target: TARGETS.page,
      methods: 'read',
      responseHeadersPolicyId,
      originRequestPolicyId,
      cachePolicyId: this.cached('documents', { ttl: [0, 60, YEAR_SECONDS], headers: VISITOR }),
      viewerRequest: this.answeredBy('page', 'Finds the page behind every address', this.pageConstants()),
    };
  }

  private pageConstants(): Constants {
    return {
      CANONICAL_HOST: this.environment.edge.domain?.name ?? '',
      FILES: this.site.files.map(({ key }) => `/${key}`).filter((path) => !path.startsWith('/assets/')),
      NOT_FOUND: readFileSync(join(this.site.folder, errorPage(this.site, 404)), 'utf8'),
    };
  }

  /** Files with their content's hash in the name: cached for a year, the same for everybody, without a function. */
  private assets(responseHeadersPolicyId: string): RouteBehavior {
    return {
      target: TARGETS.page,
      methods: 'read',
      responseHeadersPolicyId,
      cachePolicyId: CACHING_OPTIMIZED,
    };
  }

  /** Public data: one answer for all viewers, for as long as the catalog says (2 s). */
  private catalog(responseHeadersPolicyId: string): RouteBehavior {
    return {
      target: TARGETS.catalog,
      methods: 'read and ask',
      responseHeadersPolicyId,
      cachePolicyId: this.cached('catalog', {
        ttl: [0, 0, 60],
        parameters: ['complexId', 'status', 'limit', 'cursor'],
      }),
    };
  }

  /**
   * A guest's own reservation. The path has its id, which only the guest knows, and the cache key has the caller's
   * Authorization too, so that no two callers share an answer. The catalog answers `private`, for caches between
   * the edge and the guest. With that alone the edge would cache nothing and every request would reach the workflow,
   * whose reads are limited to a few a second. A minimum above zero makes the edge cache it for just that long:
   * "Minimum TTL > 0 … no-store, no-cache, and/or private"
   * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html).
   */
  private reservations(responseHeadersPolicyId: string): RouteBehavior {
    return {
      target: TARGETS.catalog,
      methods: 'read and ask',
      responseHeadersPolicyId,
      cachePolicyId: this.cached('reservations', { ttl: [2, 2, 5], headers: ['Authorization'] }),
    };
  }

  /**
   * Checkouts, and the payment provider's webhooks. Their signature covers the bytes of the body, which pass
   * unchanged.
   */
  private payments(responseHeadersPolicyId: string): RouteBehavior {
    return {
      target: TARGETS.payments,
      methods: 'all',
      responseHeadersPolicyId,
      cachePolicyId: CACHING_DISABLED,
      originRequestPolicyId: this.forwarded(
        'payments',
        ['Accept', 'Content-Type', 'Stripe-Signature', 'x-keyhold-site'],
        { parameters: 'all' },
      ),
      viewerRequest: this.answeredBy('payments', 'Says by which name the viewer knows the site'),
    };
  }

  /** The GraphQL API. Of the browser's headers it gets only those that it needs, and the viewer's address. */
  private graphql(responseHeadersPolicyId: string): RouteBehavior {
    return {
      target: TARGETS.graphql,
      methods: 'all',
      responseHeadersPolicyId,
      cachePolicyId: CACHING_DISABLED,
      originRequestPolicyId: this.forwarded('graphql', ['Accept', 'Content-Type', 'x-keyhold-address']),
      viewerRequest: this.answeredBy('graphql', 'Says from which address the viewer came'),
    };
  }

  /** Answered by a function at the edge: the target is never asked. */
  private answers(responseHeadersPolicyId: string, originRequestPolicyId: string): RouteBehavior {
    return {
      target: TARGETS.web,
      methods: 'read and ask',
      responseHeadersPolicyId,
      originRequestPolicyId,
      cachePolicyId: CACHING_DISABLED,
      viewerRequest: this.answeredBy('answers', 'Answers /edge/* with no backend'),
    };
  }

  private headers(id: string, contentPolicy: string, more: { ownContentPolicies?: boolean } = {}): string {
    const { edge } = this.environment;
    const name = `${this.prefix}-${id}`;
    const comment = `What browsers are told about the ${id}`;
    return responseHeaders(this, `${id}-headers`, {
      name,
      comment,
      contentPolicy,
      preload: Boolean(edge.domain),
      ...more,
    }).id;
  }

  private cached(id: string, props: Pick<CachePolicyProps, 'ttl' | 'headers' | 'parameters'>): string {
    const name = `${this.prefix}-${id}`;
    return cachePolicy(this, `${id}-cache`, {
      name,
      comment: `The key of ${id}, and how long they are kept`,
      ...props,
    }).id;
  }

  private forwarded(id: string, headers: string[], more: { parameters?: 'all' } = {}): string {
    const name = `${this.prefix}-${id}`;
    return forwardHeaders(this, `${id}-forwarded`, {
      name,
      comment: 'Not part of the key',
      headers,
      ...more,
    }).id;
  }

  private answeredBy(id: string, comment: string, constants: Constants = {}): string {
    const entry = `functions/edge/${id}.mjs`;
    return new EdgeFunction(this, `${id}-function`, {
      name: `${this.prefix}-${id}`,
      comment,
      entry,
      constants,
    }).arn;
  }
}
