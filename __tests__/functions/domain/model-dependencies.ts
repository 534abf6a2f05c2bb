import type { Desk, Happening } from '../../../functions/booking/domain/dependencies';
import type { Payment } from '../../../functions/booking/domain/payment';
import type { ApartmentDescription } from '../../../functions/domain/apartment';
import type { HistorySelection, PastReservation } from '../../../functions/domain/history';
import { ModelTable } from './model-apartments';
import { ModelClock } from './model-clock';
import { ModelWorkflow } from './model-workflow';

export const HOLD_SECONDS = 60;

/** The table of reservations in memory, as the changes function would have filled it. */
export class ModelHistory {
  readonly items = new Map<string, PastReservation & { readonly guestId: string }>();

  async find(id: string): Promise<PastReservation | undefined> {
    return this.items.get(id);
  }

  async ofGuest({ guestId, after, limit }: HistorySelection): Promise<PastReservation[]> {
    const place = ({ reservedAt = '', id }: { reservedAt?: string | undefined; id: string }) =>
      `${reservedAt} ${id}`;
    return [...this.items.values()]
      .filter((item) => item.guestId === guestId && (!after || place(item) < place(after)))
      .toSorted((a, b) => (place(a) < place(b) ? 1 : -1))
      .slice(0, limit);
  }
}

/** The table of payments in memory. */
export class ModelPayments {
  readonly items = new Map<string, Payment>();

  async find(reservationId: string): Promise<Payment | undefined> {
    return this.items.get(reservationId);
  }
}

export interface ModelDesk extends Desk {
  readonly apartments: ModelTable;
  readonly history: ModelHistory;
  readonly payments: ModelPayments;
  readonly unknownPayments: unknown[];
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
  const unknownPayments: unknown[] = [];
  const overdue: string[] = [];
  return {
    apartments,
    workflow: new ModelWorkflow(apartments, clock),
    clock,
    happenings,
    unknownOutcomes,
    unknownPayments,
    overdue,
    history: new ModelHistory(),
    payments: new ModelPayments(),
    journal: {
      happened: (what) => happenings.push(what),
      outcomeUnknown: (cause) => unknownOutcomes.push(cause),
      paymentUnknown: (cause) => unknownPayments.push(cause),
      holdOverdue: (apartmentId) => overdue.push(apartmentId),
    },
    holdSeconds: HOLD_SECONDS,
    now: clock.now,
    sleep: async (milliseconds) => clock.advance(milliseconds),
  };
}
