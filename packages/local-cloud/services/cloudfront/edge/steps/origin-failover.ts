import type { Origin } from '../../model/origin';
import type { EdgeResponse } from '../../response/edge-response';
import type { OriginCall, OriginFetch } from '../origin-call';

/** What an origin answered; not `reached` where it gave no answer and CloudFront made the 502 or 504 itself. */
export interface OriginAnswer {
  readonly response: EdgeResponse;
  readonly reached: boolean;
}

/**
 * Asks the behavior's origin; of an origin group the second where the first fails. A behavior with a group
 * allows no other methods than GET, HEAD and OPTIONS.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
 */
export function originFailover(
  ask: (origin: Origin, call: OriginCall) => Promise<OriginAnswer>,
): OriginFetch {
  return async (call) => {
    const { target } = call.exchange.behavior;
    if (!('members' in target)) return (await ask(target, call)).response;
    const [primary, secondary] = target.members;
    const first = await ask(primary, call);
    const failed = !first.reached || target.failoverStatuses.has(first.response.statusCode);
    return failed ? (await ask(secondary, call)).response : first.response;
  };
}
