import type { EdgeMessage, EdgeVisit } from '../../../core/viewers';
import { headersOf } from '../request/fields';
import { queryText } from '../request/viewer-request';
import type { FinishedExchange } from './edge-location';

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
