import type { Cloud } from '../../../core/service';
import { behaviorFor, type EdgeDistribution } from '../model/distribution';
import type { ViewerRequest } from '../request/viewer-request';
import type { EdgeResponse } from '../response/edge-response';
import { type AnsweredExchange, type Exchange, isAnswered, type ResultType } from './exchange';
import type { ObjectCache } from './object-cache';
import { type Pipeline, pipeline } from './pipeline';
import type { Statistics } from './statistics';

/** An exchange that has ended, for observers of the edge. `request` is as the viewer sent it. */
export interface FinishedExchange extends Omit<Exchange, 'distribution'> {
  readonly response: EdgeResponse;
  readonly result: ResultType;
  /** By the cloud's clock, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** By this process's monotonic clock, in milliseconds with fractions. */
  readonly begunAt: number;
  readonly milliseconds: number;
}

/** An edge location: runs each viewer's request through the steps of the pipeline. */
export class EdgeLocation {
  private readonly steps: Pipeline;

  constructor(
    private readonly cloud: Cloud,
    cache: ObjectCache,
    private readonly statistics: Statistics,
    private readonly observe: (exchange: FinishedExchange) => void = () => undefined,
  ) {
    this.steps = pipeline(cloud, cache);
  }

  async handle(
    distribution: EdgeDistribution,
    request: ViewerRequest,
    requestId: string,
    traceId: string,
  ): Promise<EdgeResponse> {
    const startedAt = this.cloud.clock.now();
    const begunAt = performance.now();
    const behavior = behaviorFor(distribution, request.uri);
    const received: Exchange = { distribution, behavior, request, requestId, traceId };
    const { response, result } = (await this.respond(await this.answer(received))).answer;
    this.statistics.record(distribution.id, behavior.name, result);
    const milliseconds = performance.now() - begunAt;
    this.observe({ ...received, response, result, startedAt, begunAt, milliseconds });
    return response;
  }

  private async answer(received: Exchange): Promise<AnsweredExchange> {
    let exchange = received;
    for (const step of this.steps.request) {
      exchange = await step(exchange);
      if (isAnswered(exchange)) return exchange;
    }
    throw new RangeError('The last step of a request always answers.');
  }

  private async respond(answered: AnsweredExchange): Promise<AnsweredExchange> {
    let exchange = answered;
    for (const step of this.steps.response) exchange = await step(exchange);
    return exchange;
  }
}
