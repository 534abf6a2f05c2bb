import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { Clock } from '../../../core/clock';
import { AwsError } from '../../../core/errors';
import type { HttpRequest, HttpResponse } from '../../../core/http/message';
import type { Json, JsonObject } from '../../../core/json';
import type { Principal } from '../../../core/principals';
import type { Attributes, Cloud, OutgoingCall, Resource } from '../../../core/service';
import { type CloudFront, cloudFront } from '../../../services/cloudfront/cloudfront';

/** An origin of the stand-in cloud: `call` counts from 1. */
export type OriginScript = (
  request: HttpRequest,
  call: number,
  principal: Principal,
) => HttpResponse | Promise<HttpResponse>;

/** A clock that stands still until it is moved: no test depends on how fast it runs. */
class StillClock extends Clock {
  private readonly start = Date.parse('2026-09-01T12:00:00Z');

  override now(): number {
    return this.start + (this.sharedOffset[0] ?? 0);
  }
}

/** The local cloud as far as CloudFront needs it: origins by host name, and a clock. */
export class EdgeTestCloud implements Cloud {
  readonly region = 'eu-central-1';
  readonly accountId = '123456789012';
  readonly clock = new StillClock();
  readonly artifactDirectory = '';
  readonly lines: string[] = [];
  readonly calls: { request: HttpRequest; principal: Principal; at: number }[] = [];
  private readonly origins = new Map<string, OriginScript>();

  origin(host: string, script: OriginScript): void {
    this.origins.set(host, script);
  }

  async send(request: HttpRequest, principal: Principal): Promise<HttpResponse> {
    this.calls.push({ request, principal, at: this.clock.now() });
    const script = this.origins.get(request.headers['host'] ?? '');
    if (!script) return answer(404, '', { 'x-amzn-errortype': 'UnknownOperationException' });
    return script(request, this.calls.length, principal);
  }

  dataDirectory = () => undefined;
  endpoint = () => '';
  allows = () => true;
  emit = () => undefined;
  assumeRole = () => {
    throw new AwsError('AccessDenied', 'CloudFront assumes no role.');
  };
  call = async (_: OutgoingCall): Promise<Json> => null;
  log = (_: string, message: string) => void this.lines.push(message);
}

export function resource(type: string, name: string, config: JsonObject): Resource {
  return { type, name, address: `${type}.${name}`, config };
}

export function answer(
  statusCode: number,
  body: string | Buffer,
  headers: Record<string, string> = {},
): HttpResponse {
  return { statusCode, body, headers };
}

/** A cache policy's configuration as cdktf writes it. */
export function cachePolicy({
  ttl: [min_ttl, default_ttl, max_ttl] = [0, 0, 86_400],
  headers = [],
  cookies = [],
  query = 'none',
  encodings = false,
}: {
  ttl?: readonly [number, number, number];
  headers?: string[];
  cookies?: string[];
  query?: 'none' | 'all' | string[];
  encodings?: boolean;
} = {}): JsonObject {
  const listed = Array.isArray(query);
  return {
    name: 'policy',
    min_ttl,
    default_ttl,
    max_ttl,
    parameters_in_cache_key_and_forwarded_to_origin: {
      headers_config: {
        header_behavior: headers.length > 0 ? 'whitelist' : 'none',
        headers: { items: headers },
      },
      cookies_config: {
        cookie_behavior: cookies.length > 0 ? 'whitelist' : 'none',
        cookies: { items: cookies },
      },
      query_strings_config: {
        query_string_behavior: listed ? 'whitelist' : query,
        query_strings: { items: listed ? query : [] },
      },
      enable_accept_encoding_gzip: encodings,
      enable_accept_encoding_brotli: encodings,
    },
  };
}

export const READ = ['GET', 'HEAD'];
export const EVERY_METHOD = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'];
export const HOST = 'origin.example';

export function behavior(cachePolicyId: Json, more: JsonObject = {}): JsonObject {
  return {
    target_origin_id: 'origin',
    viewer_protocol_policy: 'redirect-to-https',
    compress: true,
    allowed_methods: READ,
    cached_methods: READ,
    cache_policy_id: cachePolicyId,
    ...more,
  };
}

export function distribution(defaultBehavior: JsonObject, more: JsonObject = {}): JsonObject {
  return {
    enabled: true,
    origin: [{ origin_id: 'origin', domain_name: HOST, custom_origin_config: { origin_read_timeout: 30 } }],
    default_cache_behavior: defaultBehavior,
    restrictions: { geo_restriction: { restriction_type: 'none' } },
    viewer_certificate: { cloudfront_default_certificate: true },
    ...more,
  };
}

export interface ViewerAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

export interface TestRequest {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string;
}

const running = new Set<TestEdge>();
// What a failed test leaves open must not keep the process.
afterAll(() => Promise.all([...running].map((edge) => edge.stop())));

/** An edge with one distribution behind a real port. */
export class TestEdge {
  readonly cloud = new EdgeTestCloud();
  readonly service: CloudFront = cloudFront(this.cloud);
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });
  private url = '';

  constructor() {
    running.add(this);
  }

  provision(type: string, name: string, config: JsonObject): Promise<Attributes> {
    return this.service.provision(resource(type, name, config));
  }

  /** Provisions a cache policy and answers its id. */
  async policy(settings: Parameters<typeof cachePolicy>[0] = {}, name = 'policy'): Promise<string> {
    return String((await this.provision('aws_cloudfront_cache_policy', name, cachePolicy(settings)))['id']);
  }

  async distribution(config: JsonObject): Promise<Attributes> {
    const attributes = await this.provision('aws_cloudfront_distribution', 'edge', config);
    this.url = await this.service.listen(0);
    return attributes;
  }

  /** A distribution of one behavior with one cache policy. */
  async simple(settings: Parameters<typeof cachePolicy>[0] = {}, more: JsonObject = {}): Promise<Attributes> {
    return this.distribution(distribution(behavior(await this.policy(settings), more)));
  }

  visit({ path = '/', method = 'GET', headers = {}, body = '' }: TestRequest = {}): Promise<ViewerAnswer> {
    const { hostname, port } = new URL(this.url);
    return new Promise((resolve, reject) => {
      const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const options = { hostname, port, path, method, headers: { ...length, ...headers }, agent: this.agent };
      const outgoing = httpRequest(options, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const whole = Buffer.concat(chunks);
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: whole,
            text: whole.toString(),
          });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  async stop(): Promise<void> {
    running.delete(this);
    this.agent.destroy();
    await this.service.stop();
    this.cloud.clock.stop();
  }
}
