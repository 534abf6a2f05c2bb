import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAllowances, readPlan, renderTerminal, review } from '@keyhold/plan-review';
import type { Review } from './deployment';

const ALLOWANCES = join('config', 'allowances.json');
const WIDEST = 120;

/** What `npm run plan` says of a plan, for a terminal of so many columns. */
export function planReview(environment: string, { columns = 100, isTTY }: NodeJS.WriteStream): Review {
  return async (planJson) => {
    const allowances = readAllowances(readFileSync(join(__dirname, '..', ALLOWANCES), 'utf8'), ALLOWANCES);
    const today = new Date().toISOString().slice(0, 10);
    const made = review(readPlan(planJson), { environment, allowances, today });
    const colours = isTTY === true && process.env['NO_COLOR'] === undefined;
    const text = renderTerminal(made, { width: Math.min(columns, WIDEST), colours });
    return { text, forbidden: made.forbidden.length > 0, hash: made.hash };
  };
}
