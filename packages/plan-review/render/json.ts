import type { Review } from '../model';
import { exitCodeOf } from '../review';
import { headline, verdict } from './words';

/** The review for programs: everything that the other forms say, and the exit code. */
export function renderJson(review: Review): string {
  return `${JSON.stringify({ headline: headline(review), verdict: verdict(review), exitCode: exitCodeOf(review), ...review }, null, 2)}\n`;
}
