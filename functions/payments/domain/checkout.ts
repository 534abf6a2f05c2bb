import type { PayableApartment } from '../../domain/apartment-payment';
import { AlreadyPaid, HoldExpired, ReservationNotFound } from '../../domain/errors';
import type { Order, Payment } from '../../domain/payment';
import { belongsTo, statusOf } from '../../domain/reservation';
import type { ReservationRecord } from '../../domain/reservation-record';
import { instant, type PaymentsDependencies } from './dependencies';
import { CheckoutContended, NotHeld, ProviderUnavailable } from './errors';
import type { CheckoutState } from './event';
import { askForCheckout, closeCheckout } from './learn';

type HeldApartment = PayableApartment & { readonly holdExpiresAt: string };

/** What the guest is answered. */
export interface OpenCheckout {
  readonly url: string;
  readonly expiresAt: string;
}

/** A try fails only when a checkout of the same reservation begins or ends during it. */
const MOST_TRIES = 5;

/** Providers keep a checkout, and remember that it was asked for, for a day (ms). */
const LONGEST_CHECKOUT_MS = 23 * 3_600_000;

/**
 * The checkout of a HELD reservation: the same one however often it is asked for, at the same instant too
 * (law 5). Its order is stored before the provider is asked, so one that died in between is taken up again.
 * @param site where the guest comes back to: `https://example.com`
 * @throws ReservationNotFound, NotHeld, HoldExpired, AlreadyPaid, ProviderUnavailable
 */
export async function openCheckout(
  reservationId: string,
  site: string,
  dependencies: PaymentsDependencies,
): Promise<OpenCheckout> {
  const reservation = await dependencies.reservations.find(reservationId);
  if (!reservation) throw new ReservationNotFound(reservationId);
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const order = await orderOf(reservation, site, dependencies);
    const open = order && (order.url === undefined ? await create(reservation, order, dependencies) : order);
    if (open?.url !== undefined) return { url: open.url, expiresAt: open.expiresAt };
  }
  throw new CheckoutContended();
}

/** The order that stands, or one that begins now; undefined where another was quicker to begin. */
async function orderOf(
  reservation: ReservationRecord,
  site: string,
  dependencies: PaymentsDependencies,
): Promise<(Order & { url?: string | undefined }) | undefined> {
  const apartment = await heldApartment(reservation, dependencies);
  const last = await dependencies.payments.find(reservation.id);
  if (last?.paymentId !== undefined) throw new AlreadyPaid('Nothing more is due.');
  if (last && (await canBePaid(last, dependencies))) return last;
  const order = orderFor(reservation, apartment, site, last, dependencies);
  return (await dependencies.payments.begin(order)) ? order : undefined;
}

/**
 * The provider knows better than we do whether a checkout can still be paid: money that it tells of is settled
 * before another checkout could take more.
 */
async function canBePaid(last: Payment, dependencies: PaymentsDependencies): Promise<boolean> {
  const isOpen = last.status === 'OPEN' && dependencies.now() < Date.parse(last.expiresAt);
  if (last.checkoutId === undefined) return isOpen;
  const { status } = isOpen
    ? await stateUnlessSilent(last.checkoutId, dependencies)
    : await closeCheckout(last.checkoutId, dependencies);
  if (status === 'PAID') throw new AlreadyPaid('Nothing more is due.');
  if (isOpen && status === 'CLOSED') await dependencies.payments.expire(last.reservationId, last.checkoutId);
  return status === 'OPEN' || status === 'UNPAID';
}

/** A provider that cannot be asked is no reason to keep the guest from a checkout that we know to be open. */
async function stateUnlessSilent(
  checkoutId: string,
  dependencies: PaymentsDependencies,
): Promise<Pick<CheckoutState, 'status'>> {
  try {
    return await askForCheckout(checkoutId, dependencies);
  } catch (error) {
    if (error instanceof ProviderUnavailable) return { status: 'OPEN' };
    throw error;
  }
}

function orderFor(
  { id: reservationId, guestId, price: held }: ReservationRecord,
  { id, name, price, holdExpiresAt }: HeldApartment,
  site: string,
  last: Payment | undefined,
  dependencies: PaymentsDependencies,
): Order {
  const latest = Math.min(Date.parse(holdExpiresAt), dependencies.now() + LONGEST_CHECKOUT_MS);
  return {
    reservationId,
    apartmentId: id,
    apartmentName: name,
    guestId,
    // The price of the first checkout stays: whatever was paid by any of them is compared with it. That is the
    // price that the guest saw; records of earlier versions do not say it.
    amount: (last ?? held ?? price).amount,
    currency: (last ?? held ?? price).currency,
    site,
    attempt: (last?.attempt ?? 0) + 1,
    openedAt: instant(dependencies),
    expiresAt: new Date(latest).toISOString(),
  };
}

/**
 * Whoever ends the hold looks for a checkout afterwards, to close it: so the hold is looked at once more when
 * the order can be found, or a checkout might be opened behind the back of a cancel.
 */
async function create(
  reservation: ReservationRecord,
  order: Order,
  dependencies: PaymentsDependencies,
): Promise<Order & { url?: string }> {
  const checkout = await untilItFails(order, dependencies, async () => {
    await heldApartment(reservation, dependencies);
    return dependencies.provider.createCheckout(order);
  });
  if (await dependencies.payments.opened(order, checkout)) {
    dependencies.telemetry.record('CheckoutCreated', { reservationId: order.reservationId });
    return { ...order, url: checkout.url };
  }
  // The attempt was ended meanwhile: nobody knows this checkout, and nobody may pay it.
  await closeCheckout(checkout.checkoutId, dependencies);
  return order;
}

/** An order without a checkout is given up, so that the next request begins afresh. */
async function untilItFails<Result>(
  order: Order,
  dependencies: PaymentsDependencies,
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    await dependencies.payments.abandon(order);
    throw error;
  }
}

/** @throws NotHeld, HoldExpired, AlreadyPaid */
async function heldApartment(
  reservation: ReservationRecord,
  dependencies: PaymentsDependencies,
): Promise<HeldApartment> {
  const apartment = await dependencies.apartments.payable(reservation.apartmentId);
  const theirs = apartment && belongsTo(apartment, reservation.id) ? apartment : undefined;
  const holdExpiresAt = theirs?.holdExpiresAt ?? reservation.holdExpiresAt;
  const status = statusOf(reservation, apartment, dependencies.now());
  const isOver = holdExpiresAt !== undefined && dependencies.now() >= Date.parse(holdExpiresAt);
  if (status === 'PAID' || status === 'ENDED') throw new AlreadyPaid('Nothing more is due.');
  if (status === 'EXPIRED' && isOver) throw new HoldExpired(holdExpiresAt, 'Reserve again to pay.');
  if (!theirs || holdExpiresAt === undefined || status !== 'HELD') throw new NotHeld();
  return { ...theirs, holdExpiresAt };
}
