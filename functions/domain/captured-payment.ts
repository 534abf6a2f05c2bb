import type { Price } from './apartment';
import { InvalidInput } from './errors';
import type { RefundReason } from './payment';

/** A refund as it was asked for. Its amount counts as given back from then on. */
export interface OrderedRefund {
  /** Its own: whoever asks for the same one again, asks for nothing more. */
  readonly id: string;
  readonly amount: number;
  readonly reason: RefundReason;
  readonly orderedAt: string;
  /** Who of the staff gave it, and what they wrote; undefined where Keyhold gives it by itself. */
  readonly by?: string | undefined;
  readonly note?: string | undefined;
}

/** Money that the provider has taken, and what of it goes back. */
export interface CapturedPayment extends Price {
  readonly paymentId: string;
  readonly reservationId: string;
  readonly capturedAt: string;
  /** What was given back or is on its way: never more than `amount`, unless the provider gave back more by itself. */
  readonly refundedAmount: number;
  readonly refunds: readonly OrderedRefund[];
  /** Those that the guest's bank has begun. */
  readonly disputeIds?: ReadonlySet<string> | undefined;
}

export interface CapturedPayments {
  /** Read consistently. */
  find(paymentId: string): Promise<CapturedPayment | undefined>;
  /** Stores a payment; false where it was stored before. */
  record(
    payment: Pick<CapturedPayment, 'paymentId' | 'reservationId' | 'amount' | 'currency'>,
    capturedAt: string,
  ): Promise<boolean>;
  /** Adds a refund, if it is not there yet and so much is left. */
  order(payment: CapturedPayment, refund: OrderedRefund): Promise<boolean>;
  /** Adds a refund that the provider has made by itself, whatever is left; false where it is there already. */
  note(payment: CapturedPayment, refund: OrderedRefund): Promise<boolean>;
  /** A noted refund was not made after all: its amount is left again. False where that was known. */
  release(payment: CapturedPayment, refund: Pick<OrderedRefund, 'id' | 'amount'>): Promise<boolean>;
  /** The guest's bank disputes it. */
  disputed(paymentId: string, disputeId: string): Promise<boolean>;
}

/** What is asked for: without an amount, all that is left. */
export type RefundWish = Omit<OrderedRefund, 'amount'> & { readonly amount?: number | undefined };

/** Each round fails only where another refund of the same payment was ordered meanwhile. */
const MOST_ROUNDS = 10;

/** Other refunds of the same payment were ordered again and again. */
export class RefundContended extends Error {
  override readonly name = 'RefundContended';

  constructor(paymentId: string) {
    super(`Refunds of payment ${paymentId} were ordered at each of ${MOST_ROUNDS} tries. Send it again.`);
  }
}

/** How much of a payment can still be given back. */
export function leftOf({ amount, refundedAmount }: CapturedPayment): number {
  return Math.max(amount - refundedAmount, 0);
}

/**
 * Orders a refund: one conditional write takes its amount from what is left, so that never more goes back than
 * came (law 6). Asked again it answers with the first order (law 5).
 * @returns undefined where the whole rest was asked for and nothing is left, or the payment is not known
 * @throws InvalidInput where more is asked for than is left, or the id is another refund's
 */
export async function orderRefund(
  paymentId: string,
  wish: RefundWish,
  payments: CapturedPayments,
): Promise<OrderedRefund | undefined> {
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const payment = await payments.find(paymentId);
    if (!payment) return undefined;
    const known = payment.refunds.find(({ id }) => id === wish.id);
    if (known) return sameAs(known, wish);
    const amount = wish.amount ?? leftOf(payment);
    if (amount > leftOf(payment)) throw tooMuch(amount, payment);
    if (amount === 0) return undefined;
    const refund = { ...wish, amount };
    if (await payments.order(payment, refund)) return refund;
  }
  throw new RefundContended(paymentId);
}

export function tooMuch(amount: number, payment: CapturedPayment): InvalidInput {
  const left = `${leftOf(payment)} of ${payment.amount} ${payment.currency}`;
  return new InvalidInput('amount', `is ${amount}; it must be no more than what is left: ${left}.`);
}

function sameAs(known: OrderedRefund, { id, amount = known.amount }: RefundWish): OrderedRefund {
  if (amount === known.amount) return known;
  throw new InvalidInput(
    'refundId',
    `${id} is that of a refund of ${known.amount}; give another refund its own.`,
  );
}
