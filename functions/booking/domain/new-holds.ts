import type { NewHolds } from '../../domain/new-holds';
import { givenNow } from '../../domain/staff-command';
import type { BookingDependencies } from './dependencies';
import { HoldsStopped } from './errors';

type SwitchDependencies = Pick<BookingDependencies, 'newHolds' | 'telemetry' | 'now'>;

/** Whether new holds are stopped, and by whom, as the API says it. */
export interface NewHoldsTold {
  readonly stopped: boolean;
  readonly changedAt: string | null;
  readonly by: string | null;
  readonly reason: string | null;
}

export async function getNewHolds({ newHolds }: Pick<SwitchDependencies, 'newHolds'>): Promise<NewHoldsTold> {
  return told(await newHolds.find());
}

/**
 * Staff: no apartment is reserved any more, by nobody. What is held can still be paid, what is paid stays, and what
 * was asked for before is still decided.
 */
export function stopNewHolds(
  { reason }: { readonly reason: string | undefined },
  dependencies: SwitchDependencies,
  by: string,
): Promise<NewHoldsTold> {
  return change(true, reason, dependencies, by);
}

/** Staff: apartments can be reserved again. */
export function allowNewHolds(
  { reason }: { readonly reason: string | undefined },
  dependencies: SwitchDependencies,
  by: string,
): Promise<NewHoldsTold> {
  return change(false, reason, dependencies, by);
}

async function change(
  stopped: boolean,
  reason: string | undefined,
  dependencies: SwitchDependencies,
  by: string,
): Promise<NewHoldsTold> {
  const { newHolds, telemetry, now } = dependencies;
  const command = givenNow(by, now(), reason);
  if (await newHolds.change(stopped, command)) {
    telemetry.commanded(stopped ? 'STOP_HOLDS' : 'ALLOW_HOLDS', command);
  }
  return getNewHolds(dependencies);
}

/**
 * Asked before each new hold, and for none that was asked for before.
 * @throws HoldsStopped
 */
export async function requireNewHolds({ newHolds }: Pick<SwitchDependencies, 'newHolds'>): Promise<void> {
  if ((await newHolds.find()).stopped) throw new HoldsStopped();
}

function told({ stopped, command }: NewHolds): NewHoldsTold {
  const { at = null, by = null, reason = null } = command ?? {};
  return { stopped, changedAt: at, by, reason };
}
