import { OUTCOMES, type Payment } from './payment';

/** A guest who came back from the payment page, by the address they came back to. */
export interface Arrival {
  readonly reservationId: string;
  readonly outcome: Payment['outcome'];
  /** Nobody knows of such a reservation. */
  readonly unknown?: true;
}

/** `/?reservation=<id>&payment=done|failed|cancelled`; anything else is no arrival. */
export function arrivalFrom(search: string): Arrival | undefined {
  const query = new URLSearchParams(search);
  const reservationId = query.get('reservation') ?? '';
  const outcome = OUTCOMES.find((word) => word !== 'begun' && word === query.get('payment'));
  return outcome && /^[\w-]{1,80}$/.test(reservationId) ? { reservationId, outcome } : undefined;
}
