import { inForce } from '../meaning/allowances';
import { ends } from '../meaning/risk';
import type { ReviewInput, Told } from './step';

/** Tells which allowances are used, which have expired, and which allow nothing that this plan does. */
export function unusedAllowances({ allowances, plan: { changes }, options }: ReviewInput): Told {
  const { today, allowancesFile } = options;
  const notes = allowances.flatMap((allowance) => {
    const used = changes.some((change) => change.address === allowance.address && ends(change));
    if (!inForce(allowance, today))
      return [`The allowance for ${allowance.address} expired on ${allowance.expires}: renew or remove it.`];
    return used
      ? [`${allowancesFile} lets ${allowance.address} be destroyed: ${allowance.reason}`]
      : [
          `The allowance for ${allowance.address} allows nothing that this plan does: remove it once it is applied.`,
        ];
  });
  return { notes };
}
