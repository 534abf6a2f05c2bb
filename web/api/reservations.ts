import { Refused, Unanswered } from './failures';
import type { JsonFields } from './json';
import { firstError, type Requests } from './request';

export const RESERVATION_STATUSES = ['PENDING', 'HELD', 'PAID', 'EXPIRED', 'CANCELLED', 'REJECTED'] as const;
export type ReservationStatus = (typeof RESERVATION_STATUSES)[number];

/** What became of money that came after the hold was gone (law 4), from first to last. */
export const LATE_PAYMENTS = ['TAKEN_AGAIN', 'REFUND_PENDING', 'REFUNDED'] as const;
export type LatePayment = (typeof LATE_PAYMENTS)[number];

export interface Reservation {
  readonly id: string;
  readonly apartmentId: string;
  readonly status: ReservationStatus;
  /** ISO 8601 */
  readonly holdExpiresAt: string | undefined;
  /** Why it is REJECTED, EXPIRED or CANCELLED, for a person to read. */
  readonly reason: string | undefined;
  /** ISO 8601 */
  readonly reservedAt: string | undefined;
  /** ISO 8601 */
  readonly paidAt: string | undefined;
  readonly latePayment: LatePayment | undefined;
}

export interface ReservationRequest {
  readonly apartmentId: string;
  readonly guestId: string;
  readonly reservationId: string;
}

const FIELDS = 'id apartmentId status holdExpiresAt reason';
const RESERVE = `mutation Reserve($input: ReserveApartmentInput!) { reserveApartment(input: $input) { ${FIELDS} } }`;
const CANCEL = `mutation Cancel($id: ID!) { cancelReservation(id: $id) { ${FIELDS} } }`;

/** The API's errors that say no for good; every other one, such as InternalError, may pass. */
const FINAL_ERRORS = new Set([
  'AlreadyPaid',
  'ApartmentNotFound',
  'ApartmentUnavailable',
  'HoldExpired',
  'InvalidInput',
  'ReservationNotFound',
  'Unauthorized',
  'UnauthorizedException',
]);

/** Sent twice with one reservationId it does what once does (law 5). @throws Unanswered, Refused */
export function reserveApartment(requests: Requests, input: ReservationRequest): Promise<Reservation> {
  return mutate(requests, RESERVE, { input }, 'reserveApartment');
}

/** @throws Unanswered, Refused */
export function cancelReservation(requests: Requests, id: string): Promise<Reservation> {
  return mutate(requests, CANCEL, { id }, 'cancelReservation');
}

/** What became of a reservation; undefined where nobody made it. @throws Unanswered, Refused */
export async function fetchReservation(requests: Requests, id: string): Promise<Reservation | undefined> {
  const answer = await requests.get(`/api/reservations/${encodeURIComponent(id)}`, 'no-store');
  return answer && reservationOf(answer);
}

async function mutate(
  requests: Requests,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  field: string,
): Promise<Reservation> {
  const answer = await requests.post('/graphql', { query, variables });
  const error = firstError(answer);
  if (error) throw failureOf(error);
  return reservationOf(answer.object('data').object(field));
}

function failureOf(error: JsonFields): Unanswered | Refused {
  const errorType = error.optionalText('errorType') ?? '';
  const message = error.optionalText('message') ?? 'Keyhold could not do that.';
  return FINAL_ERRORS.has(errorType) ? new Refused(message, errorType) : new Unanswered(message);
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
  };
}
