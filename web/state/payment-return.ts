import { OUTCOMES, type PaymentAttempt } from './payment';

/** A guest's return from the payment page, as the URL tells it. */
export interface PaymentReturn {
  readonly reservationId: string;
  readonly outcome: PaymentAttempt['outcome'];
  /** The reservation does not exist. */
  readonly unknown?: true;
}

/** `/?reservation=<id>&payment=done|failed|cancelled`; anything else is not a return. */
export function paymentReturnFrom(search: string): PaymentReturn | undefined {
  const query = new URLSearchParams(search);
  const reservationId = query.get('reservation') ?? '';
  const outcome = OUTCOMES.find((word) => word !== 'begun' && word === query.get('payment'));
  return outcome && /^[\w-]{1,80}$/.test(reservationId) ? { reservationId, outcome } : undefined;
}
