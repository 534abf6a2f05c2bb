import type { Apartment } from './apartment';
import type { ReadDependencies } from './dependencies';

/** The workflow releases a hold within seconds of its deadline, and after a throttling within minutes. */
const GRACE_MS = 60_000;

/** Law 2: every hold ends. Reports those that should have ended and have not. */
export function reportOverdueHolds(
  apartments: readonly Apartment[],
  { telemetry, now }: ReadDependencies,
): void {
  for (const { id, holdExpiresAt } of apartments) {
    if (holdExpiresAt !== null && now() - Date.parse(holdExpiresAt) > GRACE_MS)
      telemetry.holdOverdue(id, holdExpiresAt);
  }
}
