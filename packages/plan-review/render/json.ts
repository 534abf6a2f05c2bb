import { SECRET_IN_CLEAR } from '../meaning/values';
import type { Review } from '../model';
import { withoutForms } from '../plan/secrets';
import { exitCodeOf } from '../review';
import { headline, verdict } from './words';

/** The review for programs: everything that the other forms say, and the exit code. */
export function renderJson(review: Review): string {
  const told = {
    headline: headline(review),
    verdict: verdict(review),
    exitCode: exitCodeOf(review),
    ...review,
  };
  const clean = (_: string, part: unknown) =>
    typeof part === 'string' ? withoutForms(part, SECRET_IN_CLEAR) : part;
  return `${JSON.stringify(told, clean, 2)}\n`;
}
