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

/** What the routes lead to: ids of origins, `page` of the origin group. */
export const TARGETS = {
  page: 'page',
  web: 'web',
  failover: 'web-failover',
  catalog: 'catalog',
  graphql: 'graphql',
  payments: 'payments',
} as const;

const YEAR_SECONDS = 365 * 24 * 3600;

/** The two words that functions/edge makes of who looks. */
const VISITOR = ['x-keyhold-country', 'x-keyhold-device'];

/** What CloudFront tells of who looks, to functions whose behaviour names it. */
const CLOUDFRONT_VISITOR = [
  'CloudFront-Viewer-Country',
  'CloudFront-Is-Mobile-Viewer',
  'CloudFront-Is-Tablet-Viewer',
];

/** The router: which path goes where, what it is known by in the cache, and for how long. */
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
    // The page of the test checkout names its own.
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
   * HTML is asked after each time (max-age=0): the edge keeps it, and S3 answers 304 while it is the same. It may
   * be drawn by who looks: it alone has them in its key.
   * Whatever else lies beside it says for how long it is good.
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

  /** Names that hold their content's hash: the same for everybody, for ever, and no function is asked. */
  private assets(responseHeadersPolicyId: string): RouteBehavior {
    return {
      target: TARGETS.page,
      methods: 'read',
      responseHeadersPolicyId,
      cachePolicyId: CACHING_OPTIMIZED,
    };
  }

  /** What everybody may see: one answer for all, for as long as the catalog says (2 s). */
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
   * A guest's own. Its path holds the reservation's id, which only the guest knows, and its key the caller's
   * Authorization besides: no two callers share an answer. The catalog says `private`, for what lies between
   * the edge and the guest; by that alone the edge would keep nothing and every look would reach the workflow,
   * whose reads are few a second. So the least is above zero, by which the edge keeps it for just that long:
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
   * Checkouts, and the webhooks of whoever takes the money: signed over the bytes of their body, which pass as
   * they are.
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

  /** Changes, which only the API may judge. Of the browser's headers it gets what it cannot do without. */
  private graphql(responseHeadersPolicyId: string): RouteBehavior {
    return {
      target: TARGETS.graphql,
      methods: 'all',
      responseHeadersPolicyId,
      cachePolicyId: CACHING_DISABLED,
      originRequestPolicyId: this.forwarded('graphql', ['Accept', 'Content-Type']),
    };
  }

  /** Answered at the edge: the target is never reached. */
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
