import { countdown, secondsLeft } from '../region/durations';
import { phaseOf } from './attempt';
import type { PageState } from './page';

/** The window's title: in a tab behind others the countdown goes on to be seen. */
export function titleOf({ attempts, now }: PageState): string {
  const held = attempts.find((attempt) => ['held', 'paying'].includes(phaseOf(attempt, now)));
  if (!held?.deadline) return 'Keyhold: book an apartment';
  return `${countdown(secondsLeft(held.deadline, now))} left for ${held.apartmentName}: Keyhold`;
}
