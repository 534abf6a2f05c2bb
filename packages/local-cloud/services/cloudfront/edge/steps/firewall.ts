import type { Clock } from '../../../../core/clock';
import { WebAclEvaluator } from '../../firewall/web-acl-evaluator';
import { type RequestStep, refuse, refuseWith } from '../exchange';

/** Refuses what the distribution's web ACL blocks. */
export function firewall(clock: Clock): RequestStep {
  const rules = new WebAclEvaluator(clock);
  return (exchange) => {
    const { webAcl } = exchange.distribution;
    const verdict = webAcl && rules.judge(webAcl, exchange.request);
    if (!verdict?.blocked) return exchange;
    return verdict.response
      ? refuseWith(exchange, verdict.response)
      : refuse(exchange, 403, 'Request blocked.');
  };
}
