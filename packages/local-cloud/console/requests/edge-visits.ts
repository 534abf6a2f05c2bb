import type { FinishedExchange } from '../../services/cloudfront/edge/edge-location';
import { headersOf } from '../../services/cloudfront/request/fields';
import { queryText } from '../../services/cloudfront/request/viewer-request';

/** A viewer's request and what the edge answered. Bodies as they passed, and the large ones not at all. */
export interface EdgeVisit {
  readonly traceId: string;
  readonly requestId: string;
  readonly startedAt: number;
  readonly begunAt: number;
  readonly milliseconds: number;
  readonly behavior: string;
  readonly result: string;
  readonly request: EdgeMessage & { readonly method: string; readonly path: string };
  readonly response: EdgeMessage & { readonly statusCode: number };
}

export interface EdgeMessage {
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where it is larger than 16 KiB. */
  readonly body: Buffer | undefined;
  readonly size: number;
}

const KEPT_VISITS = 500;
const LARGEST_BODY = 16 * 1024;

/** The last visits to the edge, in a memory of bounded size. */
export class EdgeVisits {
  private readonly visits: EdgeVisit[] = [];

  keep(visit: FinishedExchange): void {
    const { request, response, behavior, result, requestId, traceId } = visit;
    const { startedAt, begunAt, milliseconds } = visit;
    const query = queryText(request.query);
    this.visits.push({
      ...{ traceId, requestId, startedAt, begunAt, milliseconds, result, behavior: behavior.name },
      request: {
        method: request.method,
        path: query === '' ? request.uri : `${request.uri}?${query}`,
        ...message(headersOf(request.fields), request.body),
      },
      response: { statusCode: response.statusCode, ...message(headersOf(response.fields), response.body) },
    });
    if (this.visits.length > KEPT_VISITS) this.visits.splice(0, KEPT_VISITS / 4);
  }

  /** Oldest first. */
  recent(): readonly EdgeVisit[] {
    return this.visits;
  }
}

function message(headers: Record<string, string>, body: Buffer): EdgeMessage {
  return { headers, body: body.length > LARGEST_BODY ? undefined : body, size: body.length };
}
