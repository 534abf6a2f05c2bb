import type { Cloud } from '../../../core/service';
import { Firewall } from '../firewall/firewall';
import { viaOf } from '../identifiers';
import type { Behavior } from '../model/behavior';
import type { Distribution } from '../model/distribution';
import { type Fields, field, only } from '../request/fields';
import type { ViewerRequest } from '../request/viewer-request';
import { ranged } from '../response/byte-range';
import { isNotModified, notModified } from '../response/conditional';
import type { EdgeResponse } from '../response/edge-response';
import { withPolicy } from '../response/headers-policy';
import { viewerFields } from '../response/viewer-fields';
import { CachedFetch } from './cached-fetch';
import { refusedAtGate } from './gate';
import type { ObjectCache } from './object-cache';
import { OriginClient } from './origin-client';
import type { Served, ServedVisit, Visit } from './served';
import type { Statistics } from './statistics';
import { onViewerRequest, onViewerResponse } from './viewer-functions';

/** This machine, in the form of a point of presence. */
const POP = 'LOC50-P1';

/** An edge location: what happens to a viewer's request, from the gate to the last header. */
export class Edge {
  private readonly firewall: Firewall;
  private readonly cached: CachedFetch;

  constructor(
    private readonly cloud: Cloud,
    cache: ObjectCache,
    private readonly statistics: Statistics,
    private readonly observe: (visit: ServedVisit) => void = () => undefined,
  ) {
    this.firewall = new Firewall(cloud.clock);
    this.cached = new CachedFetch(cloud, cache, new OriginClient(cloud));
  }

  async handle(
    distribution: Distribution,
    request: ViewerRequest,
    requestId: string,
    traceId: string,
  ): Promise<EdgeResponse> {
    const startedAt = this.cloud.clock.now();
    const begunAt = performance.now();
    const behavior = behaviorFor(distribution, request.uri);
    const visit: Visit = { distribution, behavior, request, requestId, traceId };
    const served = await this.serve(visit);
    this.statistics.record(distribution.id, behavior.name, served.result);
    const response = finished(visit, served, this.cloud.clock.now());
    const milliseconds = performance.now() - begunAt;
    this.observe({ ...visit, response, result: served.result, startedAt, begunAt, milliseconds });
    return response;
  }

  private async serve(visit: Visit): Promise<Served> {
    const refused = refusedAtGate(visit, this.firewall);
    if (refused) {
      const served: Served = { response: refused, result: 'Error', age: undefined };
      return withPolicyOf(visit, visible(visit, await this.customError(visit, served)));
    }
    const passed = await onViewerRequest(visit, this.log);
    if ('response' in passed) return withPolicyOf(visit, { ...passed, age: undefined });
    const onward = { ...visit, request: withRootObject(visit.distribution, passed.request) };
    return this.respond({ ...visit, request: passed.request }, await this.cached.fetch(onward));
  }

  /** From what the cache or the origin gave to what the viewer gets. */
  private async respond(visit: Visit, fetched: Served): Promise<Served> {
    const { request } = visit;
    const failed = fetched.response.statusCode >= 400;
    const served = visible(visit, failed ? await this.customError(visit, fetched) : fetched);
    if (failed) return withPolicyOf(visit, served);
    const whole = served.response;
    const response = isNotModified(request, whole) ? notModified(whole) : ranged(request, whole);
    const answer = withPolicyOf(visit, { ...served, response });
    // Not for errors: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html#function-restrictions-status-codes
    return { ...answer, ...(await onViewerResponse(visit, answer.response, this.log)) };
  }

  /**
   * The distribution's own page for an error, fetched by the behavior that matches its path; where there is
   * none to be had, the status that was answered for the page.
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/GeneratingCustomErrorResponses.html
   */
  private async customError(visit: Visit, served: Served): Promise<Served> {
    const { distribution, request } = visit;
    const page = distribution.customErrors.get(served.response.statusCode)?.page;
    if (!page) return served;
    const behavior = behaviorFor(distribution, page.path);
    const fetched = await this.cached.fetch({
      ...visit,
      behavior,
      request: requestForPage(request, page.path),
    });
    if (fetched.response.statusCode >= 400) return { ...fetched, result: 'Error' };
    return {
      response: { ...fetched.response, statusCode: page.statusCode, statusText: '' },
      result: 'Error',
      age: fetched.age,
    };
  }

  private readonly log = (line: string): void => this.cloud.log('cloudfront', line);
}

/** The first behavior whose pattern matches the viewer's path; the default matches every path. */
function behaviorFor({ behaviors }: Distribution, path: string): Behavior {
  const found = behaviors.find(({ matches }) => matches(path)) ?? behaviors.at(-1);
  if (!found) throw new RangeError('A distribution has at least its default behavior.');
  return found;
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html */
function withRootObject({ defaultRootObject }: Distribution, request: ViewerRequest): ViewerRequest {
  return request.uri === '/' && defaultRootObject ? { ...request, uri: `/${defaultRootObject}` } : request;
}

function requestForPage(request: ViewerRequest, path: string): ViewerRequest {
  const fields = only(request.fields, (name) => !/^(if-.*|range|content-.*)$/.test(name));
  return { ...request, fields, method: 'GET', uri: path, query: [], body: Buffer.alloc(0) };
}

/** With those headers only that an origin may send to viewers. */
function visible({ behavior }: Visit, served: Served): Served {
  return withFields(served, viewerFields(served.response.fields, behavior));
}

/**
 * With the headers of the behavior's policy. AWS does not say whether the policy or a viewer-response
 * function comes first; here the function sees what the policy made, and has the last word.
 */
function withPolicyOf({ behavior, request }: Visit, served: Served): Served {
  const policy = behavior.responseHeadersPolicy;
  return policy ? withFields(served, withPolicy(policy, request, served.response.fields)) : served;
}

function withFields(served: Served, fields: Fields): Served {
  return { ...served, response: { ...served.response, fields } };
}

/** With the headers that CloudFront puts on every response. */
function finished(
  { distribution, request, requestId }: Visit,
  { response, result, age }: Served,
  now: number,
): EdgeResponse {
  const { httpVersion } = request.viewer;
  const fields = new Map(response.fields);
  fields.set('x-cache', [`${result} from cloudfront`]);
  fields.set('via', [`${httpVersion} ${viaOf(distribution.id)}.cloudfront.net (CloudFront)`]);
  fields.set('x-amz-cf-pop', [POP]);
  fields.set('x-amz-cf-id', [requestId]);
  if (age !== undefined) fields.set('age', [String(Math.floor(age / 1_000))]);
  if (!fields.has('date')) fields.set('date', [new Date(now).toUTCString()]);
  return withLength(request, { ...response, fields });
}

function withLength({ method }: ViewerRequest, response: EdgeResponse): EdgeResponse {
  const { statusCode, body } = response;
  const fields: Map<string, readonly string[]> = new Map(response.fields);
  const bodyless = statusCode === 204 || statusCode === 304;
  if (bodyless) fields.delete('content-length');
  // What an origin said to a HEAD is about a body that is not here.
  else if (method !== 'HEAD' || body.length > 0 || !field(fields, 'content-length')) {
    fields.set('content-length', [String(body.length)]);
  }
  return { ...response, fields, body: method === 'HEAD' || bodyless ? Buffer.alloc(0) : body };
}
