import type { Clock } from '../../../../core/clock';
import { viaOf } from '../../identifiers';
import { type ResponseStep, withResponse } from '../exchange';

/** The name of this machine as an edge location (point of presence). */
const POP = 'LOC50-P1';

/** Adds the headers that CloudFront puts on every response. */
export function standardHeaders(clock: Clock): ResponseStep {
  return (exchange) => {
    const { distribution, request, requestId, answer } = exchange;
    const { response, result, age } = answer;
    const fields = new Map(response.fields);
    fields.set('x-cache', [`${result} from cloudfront`]);
    fields.set('via', [
      `${request.viewer.httpVersion} ${viaOf(distribution.id)}.cloudfront.net (CloudFront)`,
    ]);
    fields.set('x-amz-cf-pop', [POP]);
    fields.set('x-amz-cf-id', [requestId]);
    if (age !== undefined) fields.set('age', [String(Math.floor(age / 1_000))]);
    if (!fields.has('date')) fields.set('date', [new Date(clock.now()).toUTCString()]);
    return withResponse(exchange, { ...response, fields });
  };
}
