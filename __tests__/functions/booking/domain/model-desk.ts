import type { ApartmentDescription } from '../../../../functions/booking/domain/apartment';
import type { Desk, Happening } from '../../../../functions/booking/domain/desk';
import { ModelClock } from './model-clock';
import { ModelTable } from './model-table';
import { ModelWorkflow } from './model-workflow';

export const HOLD_SECONDS = 60;

export interface ModelDesk extends Desk {
  readonly apartments: ModelTable;
  readonly workflow: ModelWorkflow;
  readonly clock: ModelClock;
  /** What the journal heard. */
  readonly happenings: Happening[];
  readonly unknownOutcomes: unknown[];
  /** The apartments whose holds were told to be overdue. */
  readonly overdue: string[];
}

export function describedApartment(
  id: string,
  changes: Partial<ApartmentDescription> = {},
): ApartmentDescription {
  const price = { amount: 12_900, currency: 'EUR' };
  return {
    id,
    complexId: 'harbour',
    name: `Apartment ${id}`,
    description: null,
    bedrooms: 2,
    price,
    ...changes,
  };
}

/** A desk in memory, with these apartments, all VACANT. */
export function modelDesk(...apartmentIds: string[]): ModelDesk {
  const clock = new ModelClock();
  const apartments = new ModelTable();
  for (const id of apartmentIds)
    apartments.items.set(id, { ...describedApartment(id), bookedStatus: 'VACANT' });
  const happenings: Happening[] = [];
  const unknownOutcomes: unknown[] = [];
  const overdue: string[] = [];
  return {
    apartments,
    workflow: new ModelWorkflow(apartments, clock),
    clock,
    happenings,
    unknownOutcomes,
    overdue,
    journal: {
      happened: (what) => happenings.push(what),
      outcomeUnknown: (cause) => unknownOutcomes.push(cause),
      holdOverdue: (apartmentId) => overdue.push(apartmentId),
    },
    holdSeconds: HOLD_SECONDS,
    now: clock.now,
    sleep: async (milliseconds) => clock.advance(milliseconds),
  };
}
