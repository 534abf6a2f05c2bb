import type { Behavior } from '../model/behavior';
import type { Distribution } from '../model/distribution';
import type { ViewerRequest } from '../request/viewer-request';
import type { EdgeResponse } from '../response/edge-response';

/** One viewer request at an edge location, with all that its way needs to know. */
export interface Visit {
  readonly distribution: Distribution;
  readonly behavior: Behavior;
  /** After the viewer-request function. */
  readonly request: ViewerRequest;
  /** `X-Amz-Cf-Id`. */
  readonly requestId: string;
  readonly traceId: string;
}

/** The first words of `X-Cache`. */
export type Result =
  | 'Hit'
  | 'Miss'
  | 'RefreshHit'
  | 'Error'
  | 'FunctionGeneratedResponse'
  | 'FunctionExecutionError';

/** A response, and where it came from. */
export interface Served {
  readonly response: EdgeResponse;
  readonly result: Result;
  /** Milliseconds in the cache; undefined for what did not come from it. */
  readonly age: number | undefined;
}

/** A visit as whoever watches the edge sees it. */
export interface ServedVisit extends Omit<Visit, 'distribution'> {
  readonly response: EdgeResponse;
  readonly result: Result;
  /** By the cloud's clock, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** By this process's own clock, which does not jump, to fractions of a millisecond. */
  readonly begunAt: number;
  readonly milliseconds: number;
}

/** The result of a response that an origin gave, or would have. */
export function resultOf(statusCode: number, otherwise: Result): Result {
  return statusCode >= 400 ? 'Error' : otherwise;
}
