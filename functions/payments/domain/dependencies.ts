import type { PayableApartments } from '../../domain/apartment-payment';
import type { CapturedPayments } from '../../domain/captured-payment';
import type { Dispute, DisputeStatus } from '../../domain/dispute';
import type { LedgerLine, Movement } from '../../domain/ledger';
import type { OpenReservations } from '../../domain/open-reservation';
import type { Checkout, Order, Payment, Refund, RefundRequest, RefundStatus } from '../../domain/payment';
import type { ReservationReader } from '../../domain/reservation-record';
import type { Capture, CheckoutState, DisputeState, ProviderEvent, RefundState } from './event';

/** The payments, one a reservation. Every change is one conditional write; false: the condition did not hold. */
export interface Payments {
  /** Read consistently. */
  find(reservationId: string): Promise<Payment | undefined>;
  /** Stores an order, the first or in place of the attempt before it, as long as no money has come. */
  begin(order: Order): Promise<boolean>;
  /** Notes where an order is paid, while this attempt is open and no money has come. */
  opened(order: Order, checkout: Checkout): Promise<boolean>;
  /** Ends an attempt that has no checkout. */
  abandon(order: Order): Promise<boolean>;
  /** OPEN → EXPIRED; of this checkout only, where one is given. */
  expire(reservationId: string, checkoutId?: string): Promise<boolean>;
  /** Notes that this checkout was completed without its money. */
  unpaid(reservationId: string, checkoutId: string, now: string): Promise<boolean>;
  /** Notes that this checkout takes no more money, as the provider says. */
  closed(reservationId: string, checkoutId: string, now: string): Promise<boolean>;
  /** Notes that a webhook has told of this checkout. */
  told(reservationId: string, checkoutId: string, now: string): Promise<boolean>;
  /** Notes that no webhook has told of this checkout; false where one has, or that was noted before. */
  missed(reservationId: string, checkoutId: string, now: string): Promise<boolean>;
  /** Makes this payment the reservation's one, if it has none yet. Undefined where it is another's. */
  claim(reservationId: string, paymentId: string, now: string): Promise<Payment | undefined>;
  /** Notes a payment of the reservation that does not count, so that its refund is told. */
  addOther(reservationId: string, paymentId: string): Promise<boolean>;
  /** The apartment is PAID by this payment, in time or taken again. */
  paid(reservationId: string, paymentId: string, how: 'PAID' | 'TAKEN_AGAIN', now: string): Promise<boolean>;
  /** The payment came late and has to be refunded. */
  refundPending(reservationId: string, paymentId: string, now: string): Promise<boolean>;
  refunded(reservationId: string, paymentId: string, now: string): Promise<boolean>;
  /** A refund was reported as done and was not: it is pending again. */
  refundUndone(reservationId: string, paymentId: string): Promise<boolean>;
}

/** The refunds by payment. */
export interface Refunds {
  /** Read consistently. */
  /** Of this id; without one, Keyhold's own. */
  find(paymentId: string, id?: string): Promise<Refund | undefined>;
  /** Stores a refund as PENDING; true where it was not stored before. */
  request(refund: RefundRequest, now: string): Promise<boolean>;
  /** Notes what the provider has made in this attempt. */
  underWay(refund: Refund, refundId: string, providerStatus: RefundStatus): Promise<boolean>;
  /** → REFUNDED, by this attempt. */
  refunded(refund: Refund, refundId: string, now: string): Promise<boolean>;
  /** The next attempt: this one was refused. Not where somebody else has made the refund in it meanwhile. */
  refused(refund: Refund, now: string): Promise<boolean>;
  /** → PENDING with the next attempt: the refund that this one has made has failed. Not where its status is another by now. */
  failed(refund: Refund, refundId: string, now: string): Promise<boolean>;
  /** → FAILED, for good: a refund that the provider made by itself. */
  ended(refund: Refund, now: string): Promise<boolean>;
  /** The next attempt, after a failure at the provider that it would repeat. Otherwise as `refused`. */
  again(refund: Refund): Promise<boolean>;
}

export interface Disputes {
  find(disputeId: string): Promise<Dispute | undefined>;
  /** Stores a dispute; true where it was not stored before. */
  open(dispute: Dispute): Promise<boolean>;
  /** False where that is known. */
  become(disputeId: string, status: DisputeStatus, now: string): Promise<boolean>;
}

/** Every movement of money, once. */
export interface Ledger {
  /** False where the line is there already. */
  write(line: LedgerLine): Promise<boolean>;
  has(movement: Movement, sourceId: string): Promise<boolean>;
}

/** The provider's events that have been handled. */
export interface ProviderEvents {
  isKnown(eventId: string): Promise<boolean>;
  remember(eventId: string, kind: string, now: string): Promise<void>;
}

/** A payment that the provider answered with before its webhook came. */
export interface UntoldPayment extends Pick<Capture, 'reservationId' | 'checkoutId' | 'paymentId'> {
  readonly learntAt: string;
}

/** Tasks for later. Once sent they are durable. */
export interface PaymentTasks {
  refund(refund: Pick<Refund, 'paymentId' | 'id'>): Promise<void>;
  /** In a quarter of an hour: what has become of a refund that the provider is not done with? */
  followRefund(refund: Pick<Refund, 'paymentId' | 'id'>): Promise<void>;
  /** At `dueAt`: is this payment settled, and has its webhook come? */
  followUntold(payment: UntoldPayment, dueAt: string): Promise<void>;
}

/**
 * The payment provider. Every call is idempotent.
 * @throws ProviderUnavailable by all of them
 */
export interface Provider {
  readonly name: 'test' | 'stripe';
  /** The checkout of this order: the same one, however often it is asked for. */
  createCheckout(order: Order): Promise<Checkout>;
  checkoutState(checkoutId: string): Promise<CheckoutState>;
  /**
   * Nobody can pay it any more; a checkout that was paid or has ended stays as it is.
   * @returns its state now, which is not OPEN: it may hold money that no webhook has told of
   */
  expireCheckout(checkoutId: string): Promise<CheckoutState>;
  /**
   * Gives a payment back: all that is left of it, or the amount of a refund of staff. Once, however often and in
   * however many attempts it is asked for, unless what was made has failed. What it answers is true of the moment when this attempt was made.
   * @throws ProviderUnavailable whose `answer` says whether the same attempt would be answered the same
   */
  refund(refund: Refund): Promise<RefundState>;
  /** How far a refund is now. */
  refundState(refundId: string): Promise<RefundState>;
  /** All refunds of a payment, whoever has made them. */
  refundsOf(paymentId: string): Promise<readonly RefundState[]>;
  /** What happened from `from` on and before `to`, as its webhooks should have told it, the oldest first. */
  eventsBetween(from: string, to: string): Promise<readonly ProviderEvent[]>;
  /** How far a dispute is now. */
  disputeState(disputeId: string): Promise<DisputeState>;
}

export type PaymentEvent =
  | 'CheckoutCreated'
  | 'Paid'
  | 'TakenAgain'
  | 'PaidUntold'
  | 'WebhookMissing'
  | 'RefundRequested'
  | 'Refunded'
  | 'RefundFailed'
  | 'RefundPutOff'
  | 'RefundPendingTooLong'
  | 'CompletedUnpaid'
  | 'ApiVersionUnknown'
  | 'RefundedOutside'
  | 'DisputeOpened'
  | 'DisputeWon'
  | 'DisputeLost'
  | 'AmountMismatch'
  | 'CheckoutUntold'
  | 'EventMissed'
  | 'OverdueHoldEnded'
  | 'PaidYetVacant';

/** Further keys of an event's log line. Never who somebody is. */
export interface EventDetails {
  readonly reservationId?: string;
  readonly paymentId?: string;
  readonly reason?: string;
  readonly cause?: unknown;
}

/** Metrics and logs of what happened. */
export interface PaymentsTelemetry {
  record(what: PaymentEvent, details: EventDetails): void;
}

/** What payments need. */
export interface PaymentsDependencies {
  readonly reservations: Pick<ReservationReader, 'find'>;
  readonly unfinished: Pick<OpenReservations, 'open'>;
  readonly apartments: PayableApartments;
  readonly payments: Payments;
  readonly captures: CapturedPayments;
  readonly refunds: Refunds;
  readonly disputes: Disputes;
  readonly ledger: Ledger;
  readonly events: ProviderEvents;
  readonly tasks: PaymentTasks;
  readonly provider: Provider;
  readonly telemetry: PaymentsTelemetry;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** This moment as it is stored. */
export function instant({ now }: Pick<PaymentsDependencies, 'now'>): string {
  return new Date(now()).toISOString();
}

/** A payment as logs and metrics name it. */
export function detailsOf({
  reservationId,
  paymentId,
}: Pick<Capture, 'paymentId' | 'reservationId'>): EventDetails {
  return { reservationId, paymentId };
}
