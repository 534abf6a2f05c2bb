import { reserveApartment } from '../../../functions/booking/domain/reserve';
import { getReservation } from '../../../functions/domain/lookup';
import type { PaymentSummary } from '../../../functions/domain/payment';
import { withPayment } from '../../../functions/domain/payment-shown';
import type { Reservation } from '../../../functions/domain/reservation';
import type { ReservationStatus } from '../../../functions/domain/reservation-record';
import { bookingModel } from './booking-model';

const DEADLINE = '2026-03-01T12:15:00.000Z';
const BEFORE = Date.parse(DEADLINE) - 1;
const AT = Date.parse(DEADLINE);
const PAID_AT = '2026-03-01T12:16:00.000Z';
const URL = 'https://pay.example/c1';

const open: PaymentSummary = { status: 'OPEN', url: URL, expiresAt: DEADLINE, refunds: [] };
const paid: PaymentSummary = { ...open, status: 'PAID', paidAt: PAID_AT };

function inStatus(status: ReservationStatus): Reservation {
  const ofHold = status === 'HELD' || status === 'EXPIRED' ? DEADLINE : null;
  const reason = status === 'EXPIRED' || status === 'CANCELLED' ? 'Over.' : null;
  const known = { id: 'r1', arn: 'arn:r1', apartmentId: '7', price: null, status, reason };
  const nothingPaid = { paymentUrl: null, paidAt: null, latePayment: null, refunds: [] };
  return { ...known, holdExpiresAt: ofHold, reservedAt: null, ...nothingPaid };
}

interface Case {
  readonly name: string;
  readonly status: ReservationStatus;
  readonly payment: PaymentSummary | undefined;
  readonly now?: number;
  /** What differs from the reservation before its payment was known. */
  readonly shown: Partial<Reservation>;
}

const late = (latePayment: 'TAKEN_AGAIN' | 'REFUND_PENDING' | 'REFUNDED'): PaymentSummary => ({
  ...paid,
  latePayment,
});
const paidAfterAll = {
  status: 'PAID',
  holdExpiresAt: null,
  reason: null,
  paidAt: PAID_AT,
  latePayment: 'TAKEN_AGAIN',
} as const;

const cases: Case[] = [
  { name: 'no checkout shows nothing', status: 'HELD', payment: undefined, shown: {} },
  { name: 'an open checkout is where to pay', status: 'HELD', payment: open, shown: { paymentUrl: URL } },
  { name: 'not from its deadline on', status: 'HELD', payment: open, now: AT, shown: {} },
  { name: 'not once it is closed', status: 'HELD', payment: { ...open, status: 'EXPIRED' }, shown: {} },
  { name: 'not once the hold is cancelled', status: 'CANCELLED', payment: open, shown: {} },
  { name: 'not before there is a hold', status: 'PENDING', payment: open, shown: {} },
  {
    name: 'not while it says no end',
    status: 'HELD',
    payment: { status: 'OPEN', url: URL, refunds: [] },
    shown: {},
  },
  { name: 'a paid one has no place to pay', status: 'PAID', payment: open, shown: {} },
  { name: 'paid, since then', status: 'PAID', payment: paid, shown: { paidAt: PAID_AT } },
  { name: 'paid, the table not told yet', status: 'HELD', payment: paid, shown: {} },
  { name: 'taken again', status: 'PAID', payment: late('TAKEN_AGAIN'), shown: paidAfterAll },
  ...(['CANCELLED', 'EXPIRED', 'REJECTED'] as const).map((status) => ({
    name: 'paid in time, whatever else is told: the stay is over',
    status,
    payment: paid,
    shown: {
      status: 'ENDED',
      holdExpiresAt: null,
      reason: 'The paid stay has ended.',
      paidAt: PAID_AT,
    } as const,
  })),
  { name: 'over, and was paid since then', status: 'ENDED', payment: paid, shown: { paidAt: PAID_AT } },
  {
    name: 'over, and was taken again',
    status: 'ENDED',
    payment: late('TAKEN_AGAIN'),
    shown: { paidAt: PAID_AT, latePayment: 'TAKEN_AGAIN' },
  },
  {
    name: 'taken again, the table not told yet',
    status: 'EXPIRED',
    payment: late('TAKEN_AGAIN'),
    shown: paidAfterAll,
  },
  {
    name: 'on its way back',
    status: 'EXPIRED',
    payment: late('REFUND_PENDING'),
    shown: { latePayment: 'REFUND_PENDING' },
  },
  { name: 'given back', status: 'CANCELLED', payment: late('REFUNDED'), shown: { latePayment: 'REFUNDED' } },
];

test.each(cases)('$name ($status)', ({ status, payment, now = BEFORE, shown }) => {
  const reservation = inStatus(status);
  expect(withPayment(reservation, payment, now)).toEqual({ ...reservation, ...shown });
});

test('the table of apartments knows best since when it is paid', () => {
  const reservation = { ...inStatus('PAID'), paidAt: '2026-03-01T12:05:00.000Z' };
  expect(withPayment(reservation, paid, BEFORE)).toMatchObject({ paidAt: '2026-03-01T12:05:00.000Z' });
});

test('a payment that cannot be read is told to the operators, and the reservation to its guest', async () => {
  const model = bookingModel('7');
  await reserveApartment({ apartmentId: '7', guestId: 'ada', reservationId: 'r1', price: undefined }, model);
  const cause = new Error('away');
  jest.spyOn(model.payments, 'find').mockRejectedValue(cause);
  expect(await getReservation('r1', model)).toMatchObject({ status: 'HELD', paymentUrl: null });
  expect(model.unknownPayments).toEqual([cause]);
});
