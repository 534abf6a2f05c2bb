import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Allowances, NO_ALLOWANCES } from '../meaning/allowances';
import type { Review } from '../model';
import { readPlan } from '../plan/terraform-plan';
import { review } from '../review';

/** The day of the reviews in tests. */
export const TODAY = '2026-11-24';

interface Recorded {
  readonly error?: string;
  readonly plan: Readonly<Record<string, unknown>>;
}

/** A plan as `terraform show -json` wrote it, less what the review does not read (record-plans.ts). */
export function recorded(name: string): Recorded {
  return JSON.parse(readFileSync(join(__dirname, 'plans', `${name}.jsonl`), 'utf8')) as Recorded;
}

/** The review of a recorded plan of prod. */
export function reviewOf(name: string, allowances: Allowances = NO_ALLOWANCES): Review {
  const { plan, error } = recorded(name);
  const options = {
    environment: 'prod',
    allowances,
    allowancesFile: 'config/allowances.json',
    today: TODAY,
    ...(error !== undefined && { error }),
  };
  return review(readPlan(JSON.stringify(plan)), options);
}
