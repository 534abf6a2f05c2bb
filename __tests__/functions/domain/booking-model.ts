import type { BookingDependencies, BookingEvent } from '../../../functions/booking/domain/dependencies';
import type { ApartmentDescription } from '../../../functions/domain/apartment';
import type { HistorySelection, ReservationRecord } from '../../../functions/domain/history';
import type { PaymentSummary } from '../../../functions/domain/payment';
import { ModelApartments } from './model-apartments';
import { ModelClock } from './model-clock';
import { ModelWorkflow } from './model-workflow';

export const HOLD_SECONDS = 60;

/** The table of reservations in memory, as the changes function would have filled it. */
export class ModelReservations {
  readonly items = new Map<string, ReservationRecord & { readonly guestId: string }>();

  async find(id: string): Promise<ReservationRecord | undefined> {
    return this.items.get(id);
  }

  async ofGuest({ guestId, after, limit }: HistorySelection): Promise<ReservationRecord[]> {
    const place = ({ reservedAt = '', id }: { reservedAt?: string | undefined; id: string }) =>
      `${reservedAt} ${id}`;
    return [...this.items.values()]
      .filter((item) => item.guestId === guestId && (!after || place(item) < place(after)))
      .toSorted((a, b) => (place(a) < place(b) ? 1 : -1))
      .slice(0, limit);
  }
}

/** The table of payments in memory. */
export class ModelPaymentSummaries {
  readonly items = new Map<string, PaymentSummary>();

  async find(reservationId: string): Promise<PaymentSummary | undefined> {
    return this.items.get(reservationId);
  }
}

export interface BookingModel extends BookingDependencies {
  readonly apartments: ModelApartments;
  readonly history: ModelReservations;
  readonly payments: ModelPaymentSummaries;
  readonly unknownPayments: unknown[];
  readonly workflow: ModelWorkflow;
  readonly clock: ModelClock;
  /** What the telemetry heard. */
  readonly events: BookingEvent[];
  /** Why staff ended stays. */
  readonly ended: (string | undefined)[];
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

/** A model in memory, with these apartments, all VACANT. */
export function bookingModel(...apartmentIds: string[]): BookingModel {
  const clock = new ModelClock();
  const apartments = new ModelApartments();
  for (const id of apartmentIds)
    apartments.items.set(id, { ...describedApartment(id), bookedStatus: 'VACANT' });
  const events: BookingEvent[] = [];
  const ended: (string | undefined)[] = [];
  const unknownOutcomes: unknown[] = [];
  const unknownPayments: unknown[] = [];
  const overdue: string[] = [];
  return {
    apartments,
    workflow: new ModelWorkflow(apartments, clock),
    clock,
    events,
    ended,
    unknownOutcomes,
    unknownPayments,
    overdue,
    history: new ModelReservations(),
    payments: new ModelPaymentSummaries(),
    telemetry: {
      record: (what) => events.push(what),
      ended: (reason) => ended.push(reason),
      outcomeUnknown: (cause) => unknownOutcomes.push(cause),
      paymentUnknown: (cause) => unknownPayments.push(cause),
      holdOverdue: (apartmentId) => overdue.push(apartmentId),
    },
    holdSeconds: HOLD_SECONDS,
    now: clock.now,
    sleep: async (milliseconds) => clock.advance(milliseconds),
  };
}
