import type { Price } from './apartments';
import { PermanentError, TransientError } from './errors';
import { firstError, type HttpClient } from './http-client';
import type { JsonFields } from './json-fields';

export const RESERVATION_STATUSES = [
  'PENDING',
  'HELD',
  'PAID',
  'EXPIRED',
  'CANCELLED',
  'REJECTED',
  'ENDED',
] as const;
export type ReservationStatus = (typeof RESERVATION_STATUSES)[number];

/** The stages of a payment that came after the end of the hold (law 4), in order. */
export const LATE_PAYMENTS = ['TAKEN_AGAIN', 'REFUND_PENDING', 'REFUNDED'] as const;
export type LatePayment = (typeof LATE_PAYMENTS)[number];

export const REFUND_STATUSES = ['PENDING', 'REFUNDED', 'FAILED'] as const;

/** Money that goes back to the guest, or has gone. */
export interface Refund extends Price {
  /** FAILED: the provider did not make it, and it is tried again. */
  readonly status: (typeof REFUND_STATUSES)[number];
}

export interface Reservation {
  readonly id: string;
  readonly apartmentId: string;
  readonly status: ReservationStatus;
  /** ISO 8601 */
  readonly holdExpiresAt: string | undefined;
  /** Why it is REJECTED, EXPIRED, CANCELLED or ENDED, for a person to read. */
  readonly reason: string | undefined;
  /** ISO 8601 */
  readonly reservedAt: string | undefined;
  /** ISO 8601 */
  readonly paidAt: string | undefined;
  readonly latePayment: LatePayment | undefined;
  readonly refunds: readonly Refund[];
}

export interface ReserveInput {
  readonly apartmentId: string;
  readonly guestId: string;
  readonly reservationId: string;
  /** What the guest saw: another price by now is refused as PriceChanged. */
  readonly price: Price | undefined;
}

const FIELDS = 'id apartmentId status holdExpiresAt reason latePayment refunds { status amount currency }';
const RESERVE = `mutation Reserve($input: ReserveApartmentInput!) { reserveApartment(input: $input) { ${FIELDS} } }`;
const CANCEL = `mutation Cancel($id: ID!) { cancelReservation(id: $id) { ${FIELDS} } }`;

/** The API's errors that stay when the request is sent again. Every other one, such as InternalError, may pass. */
const FINAL_ERRORS = new Set([
  'AlreadyPaid',
  'ApartmentPaused',
  'ApartmentNotFound',
  'ApartmentUnavailable',
  'HoldExpired',
  'HoldsStopped',
  'InvalidInput',
  'PriceChanged',
  'ReservationNotFound',
  'TooManyHolds',
  'Unauthorized',
  'UnauthorizedException',
]);

/** Sent twice with one reservationId it has the effect of one request (law 5). @throws TransientError, PermanentError */
export function reserveApartment(http: HttpClient, input: ReserveInput): Promise<Reservation> {
  return mutate(http, RESERVE, { input }, 'reserveApartment');
}

/** @throws TransientError, PermanentError */
export function cancelReservation(http: HttpClient, id: string): Promise<Reservation> {
  return mutate(http, CANCEL, { id }, 'cancelReservation');
}

/** A reservation; undefined where it does not exist. @throws TransientError, PermanentError */
export async function fetchReservation(http: HttpClient, id: string): Promise<Reservation | undefined> {
  const answer = await http.get(`/api/reservations/${encodeURIComponent(id)}`, 'no-store');
  return answer && reservationOf(answer);
}

async function mutate(
  http: HttpClient,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  field: string,
): Promise<Reservation> {
  const answer = await http.post('/graphql', { query, variables });
  const error = firstError(answer);
  if (error) throw failureOf(error);
  return reservationOf(answer.object('data').object(field));
}

function failureOf(error: JsonFields): TransientError | PermanentError {
  const errorType = error.optionalText('errorType') ?? '';
  const message = error.optionalText('message') ?? 'Keyhold could not do that.';
  return FINAL_ERRORS.has(errorType) ? new PermanentError(message, errorType) : new TransientError(message);
}

function reservationOf(fields: JsonFields): Reservation {
  return {
    id: fields.text('id'),
    apartmentId: fields.text('apartmentId'),
    status: fields.word('status', RESERVATION_STATUSES),
    holdExpiresAt: fields.optionalText('holdExpiresAt'),
    reason: fields.optionalText('reason'),
    reservedAt: fields.optionalText('reservedAt'),
    paidAt: fields.optionalText('paidAt'),
    latePayment: fields.optionalWord('latePayment', LATE_PAYMENTS),
    refunds: fields.optionalList('refunds').map(refundOf),
  };
}

function refundOf(fields: JsonFields): Refund {
  return {
    status: fields.word('status', REFUND_STATUSES),
    amount: fields.number('amount'),
    currency: fields.text('currency'),
  };
}
