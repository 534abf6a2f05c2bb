import { countdown, secondsLeft } from '../formatting/durations';
import { phaseOf } from './attempt';
import type { PageState } from './page';

/** The window's title. It has the countdown, so that it is visible on a tab in the background. */
export function titleOf({ attempts, now }: PageState): string {
  const held = attempts.find((attempt) => ['held', 'paying'].includes(phaseOf(attempt, now)));
  if (!held?.deadline) return 'Keyhold: book an apartment';
  return `${countdown(secondsLeft(held.deadline, now))} left for ${held.apartmentName}: Keyhold`;
}
