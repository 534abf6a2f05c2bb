import type { Clock } from '../../../../core/clock';
import { Firewall } from '../../firewall/firewall';
import { type RequestStep, refuse, refuseWith } from '../exchange';

/** Refuses what the distribution's web ACL blocks. */
export function firewall(clock: Clock): RequestStep {
  const rules = new Firewall(clock);
  return (exchange) => {
    const { webAcl } = exchange.distribution;
    const verdict = webAcl && rules.judge(webAcl, exchange.request);
    if (!verdict?.blocked) return exchange;
    return verdict.response
      ? refuseWith(exchange, verdict.response)
      : refuse(exchange, 403, 'Request blocked.');
  };
}
