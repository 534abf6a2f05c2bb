import type { CacheBehavior } from '../model/behavior';
import type { EdgeDistribution } from '../model/distribution';
import type { ViewerRequest } from '../request/viewer-request';
import type { EdgeResponse } from '../response/edge-response';
import { ownPage } from '../response/own-pages';

/** A viewer's request at an edge location, with all that a step needs to know of it. */
export interface Exchange {
  readonly distribution: EdgeDistribution;
  /** Chosen by the path that the viewer sent; a function that changes the path does not change it. */
  readonly behavior: CacheBehavior;
  /** As the steps so far have left it. */
  readonly request: ViewerRequest;
  /** `X-Amz-Cf-Id`. */
  readonly requestId: string;
  readonly traceId: string;
}

/** The first words of `X-Cache`. */
export type ResultType =
  | 'Hit'
  | 'Miss'
  | 'RefreshHit'
  | 'Error'
  | 'FunctionGeneratedResponse'
  | 'FunctionExecutionError';

/** A response from the cache or an origin. */
export interface ServedObject {
  readonly response: EdgeResponse;
  readonly result: ResultType;
  /** Milliseconds in the cache; undefined for what did not come from it. */
  readonly age: number | undefined;
}

/** What the viewer gets, and who answered: a check that refused, the viewer-request function, or the cache or origin. */
export interface EdgeAnswer extends ServedObject {
  readonly source: 'check' | 'function' | 'object';
}

/** An exchange that has an answer. */
export interface AnsweredExchange extends Exchange {
  readonly answer: EdgeAnswer;
}

type Eventually<T> = T | Promise<T>;

/** A step before there is an answer: passes the request on, changed or not, or answers it. */
export type RequestStep = (exchange: Exchange) => Eventually<Exchange | AnsweredExchange>;

/** A step from the answer to what the viewer gets. */
export type ResponseStep = (exchange: AnsweredExchange) => Eventually<AnsweredExchange>;

/** Gets the object that a request asks for, from the cache or an origin. */
export type ObjectFetch = (exchange: Exchange) => Promise<ServedObject>;

export function isAnswered(exchange: Exchange): exchange is AnsweredExchange {
  return 'answer' in exchange;
}

/** Refuses a request with one of CloudFront's own pages. */
export function refuse(exchange: Exchange, statusCode: number, reason: string): AnsweredExchange {
  return refuseWith(exchange, ownPage(statusCode, reason, exchange.requestId));
}

/** Refuses a request with a response of its own. */
export function refuseWith(exchange: Exchange, response: EdgeResponse): AnsweredExchange {
  return { ...exchange, answer: { response, result: 'Error', age: undefined, source: 'check' } };
}

/** The exchange with another response; the rest of its answer stays. */
export function withResponse(exchange: AnsweredExchange, response: EdgeResponse): AnsweredExchange {
  return { ...exchange, answer: { ...exchange.answer, response } };
}

/** True for an object that came without an error: conditions, ranges and viewer-response functions are for these only. */
export function isSuccess({ answer }: AnsweredExchange): boolean {
  return answer.source === 'object' && answer.result !== 'Error';
}

/** The result of a response that an origin gave, or would have given. */
export function resultOf(statusCode: number, otherwise: ResultType): ResultType {
  return statusCode >= 400 ? 'Error' : otherwise;
}
