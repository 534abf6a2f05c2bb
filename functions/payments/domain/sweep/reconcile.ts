import type { Reconciliation, StoredObject } from '../../../domain/reconciliation';
import { instant } from '../dependencies';
import { disputeChanged } from '../dispute';
import { ProviderUnavailable } from '../errors';
import { expireCheckout } from '../expire';
import { receiveListed } from '../receive';
import type { SweepDependencies } from './dependencies';
import { advance, isAtEnd } from './money';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Stripe lists the events of 30 days (https://docs.stripe.com/api/events). */
const OLDEST_EVENT_MS = 30 * DAY_MS;
/** A webhook that is on its way is not missing yet (ms). */
const ON_ITS_WAY_MS = 15 * 60_000;
/** With less time left (ms) nothing is begun: the next minute's run goes on. */
const SHORTEST_STEP_MS = 20_000;

/**
 * Once a day: the provider's events since the last time, an hour earlier, for webhooks that never came; and by id
 * every object that is not final, whatever its reservation's record says. How far it came is stored after each part
 * that succeeded, and each run of the sweep goes on from there.
 * @param timeLeft ms until the function is ended
 */
export async function reconcile(dependencies: SweepDependencies, timeLeft: () => number): Promise<void> {
  const hasTime = () => timeLeft() >= SHORTEST_STEP_MS;
  const due = await current(dependencies);
  let state = due && (await compareEvents(due, dependencies, hasTime));
  while (state && state.eventsTo >= state.until && !state.areObjectsDone && hasTime()) {
    state = await compareObjects(state, dependencies);
  }
}

/** The one that is not finished, or a new one a day after the last; undefined where none is due. */
async function current({ reconciliations, now }: SweepDependencies): Promise<Reconciliation | undefined> {
  const last = await reconciliations.find();
  if (last && !(last.areObjectsDone && last.eventsTo >= last.until)) return last;
  const until = now() - ON_ITS_WAY_MS;
  if (last && until < Date.parse(last.until) + DAY_MS) return undefined;
  const from = Math.max(last ? Date.parse(last.until) - HOUR_MS : 0, until - OLDEST_EVENT_MS);
  return { until: iso(until), eventsTo: iso(from), objectsAfter: undefined, areObjectsDone: false };
}

/** Hour by hour, the oldest event first. How far it came is stored, also where the provider falls silent. */
async function compareEvents(
  state: Reconciliation,
  dependencies: SweepDependencies,
  hasTime: () => boolean,
): Promise<Reconciliation> {
  let { eventsTo } = state;
  try {
    while (eventsTo < state.until && hasTime()) {
      const end = iso(Math.min(Date.parse(eventsTo) + HOUR_MS, Date.parse(state.until)));
      for (const event of await dependencies.provider.eventsBetween(eventsTo, end)) {
        if (!hasTime()) return { ...state, eventsTo };
        await unlessRefused('an event', dependencies, () => receiveListed(event, dependencies));
      }
      eventsTo = end;
    }
    return { ...state, eventsTo };
  } finally {
    if (eventsTo !== state.eventsTo) await dependencies.reconciliations.store({ ...state, eventsTo });
  }
}

async function compareObjects(
  state: Reconciliation,
  dependencies: SweepDependencies,
): Promise<Reconciliation> {
  const { objects, next } = await dependencies.reconciliations.page(
    state.objectsAfter,
    instant(dependencies),
  );
  for (const object of objects) {
    await unlessRefused(object.kind, dependencies, () => compareObject(object, dependencies));
  }
  const compared = { ...state, objectsAfter: next, areObjectsDone: next === undefined };
  await dependencies.reconciliations.store(compared);
  return compared;
}

/** What belongs to a reservation that is forgotten is found here alone. */
async function compareObject(object: StoredObject, dependencies: SweepDependencies): Promise<void> {
  switch (object.kind) {
    case 'CHECKOUT': {
      const { reservationId } = object;
      const isFollowed = await dependencies.unfinished.open(reservationId, instant(dependencies));
      return isFollowed ? undefined : expireCheckout(reservationId, dependencies);
    }
    case 'REFUND': {
      const refund = await dependencies.refunds.find(object.paymentId, object.id);
      return refund && !isAtEnd(refund) ? advance(refund, dependencies) : undefined;
    }
    case 'DISPUTE':
      return disputeChanged(object.disputeId, dependencies);
  }
}

/** One that the provider refuses, or that fails here, stops the others no more; a provider that is silent does. */
async function unlessRefused(
  what: string,
  { sweepTelemetry }: SweepDependencies,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (cause) {
    if (cause instanceof ProviderUnavailable && cause.answer !== 'REFUSED') throw cause;
    sweepTelemetry.lookFailed(what, cause);
  }
}

function iso(instantMs: number): string {
  return new Date(instantMs).toISOString();
}
