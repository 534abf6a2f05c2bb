import { readPlan, renderTerminal, review } from '@keyhold/plan-review';
import type { ReviewPlan } from './deployment';
import { ALLOWANCES_FILE, allowances, today } from './review-settings';

const WIDEST = 120;

/** What `npm run plan` says of a plan, for a terminal of so many columns. */
export function planReview(environment: string, { columns = 100, isTTY }: NodeJS.WriteStream): ReviewPlan {
  return async (planJson) => {
    const made = review(readPlan(planJson), {
      environment,
      allowances: allowances(),
      allowancesFile: ALLOWANCES_FILE,
      today: today(),
    });
    const colours = isTTY === true && process.env['NO_COLOR'] === undefined;
    const text = renderTerminal(made, { width: Math.min(columns, WIDEST), colours });
    return { text, forbidden: made.forbidden.length > 0, hash: made.hash };
  };
}
