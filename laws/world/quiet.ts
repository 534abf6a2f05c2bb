import { listReservations } from '../../functions/booking/domain/list-reservations';
import { viewApartment, viewReservation } from '../../functions/catalog/domain/views';
import type { OrderedRefund } from '../../functions/domain/captured-payment';
import { getReservation } from '../../functions/domain/lookup';
import type { Reservation } from '../../functions/domain/reservation';
import type { ReservationStatus } from '../../functions/domain/reservation-record';
import { ownerOf } from './apartment-items';
import { APARTMENT, textOf, type WorldData } from './data';
import { isAlive, refundsOf, sumOf } from './provider';
import type { Outside } from './request';
import { type Services, servicesFor } from './services';

/** What may be told after each status. */
const AFTER: Readonly<Record<ReservationStatus, readonly ReservationStatus[]>> = {
  PENDING: ['PENDING', 'HELD', 'PAID', 'EXPIRED', 'CANCELLED', 'REJECTED', 'ENDED'],
  HELD: ['HELD', 'PAID', 'EXPIRED', 'CANCELLED', 'ENDED'],
  EXPIRED: ['EXPIRED', 'PAID', 'ENDED', 'CANCELLED'],
  PAID: ['PAID', 'ENDED'],
  CANCELLED: ['CANCELLED'],
  REJECTED: ['REJECTED'],
  ENDED: ['ENDED'],
};

/** Reads at once, for looks in a moment of quiet. */
export function looking(data: WorldData): Services {
  const outside: Outside = {
    call: async (_name, _kind, act) => act(data) as never,
    now: () => data.now,
  };
  return servicesFor(outside);
}

/** The laws that a moment breaks in which no request is under way (laws 5, 6 and 7). */
export async function brokenNow(data: WorldData): Promise<string[]> {
  const broken = [...moneyBroken(data)];
  const services = looking(data);
  for (const id of data.reservations.keys()) broken.push(...(await tellingBroken(id, data, services)));
  if (data.stream.length === 0) {
    const view = await viewApartment(APARTMENT, services.booking);
    const published = data.published.get(APARTMENT);
    if (published && view?.bookedStatus !== published.bookedStatus)
      broken.push(`law 7: subscribers see ${published.bookedStatus}, and the page ${view?.bookedStatus}`);
  }
  return broken;
}

async function tellingBroken(id: string, data: WorldData, { booking }: Services): Promise<string[]> {
  const told = await getReservation(id, booking);
  if (!told) return [`law 7: ${id} was asked for, and cannot be read`];
  const broken: string[] = [];
  const is = truthOf(id, data);
  const mayLag = data.stream.length > 0 || data.failures.length > 0;
  const lags = mayLag && (told.status === 'PENDING' || (told.status === 'EXPIRED' && is === 'ENDED'));
  if (told.status !== is && !lags) broken.push(`law 7: ${id} is ${is}, and told to be ${told.status}`);
  const before = data.told.get(id) as ReservationStatus | undefined;
  if (before && !AFTER[before].includes(told.status))
    broken.push(`law 7: ${id} was told to be ${before}, and now ${told.status}`);
  data.told.set(id, told.status);
  const { arn: _, ...expected } = told;
  if (textOf(await viewReservation(id, booking)) !== textOf(expected))
    broken.push(`law 7: the page tells otherwise of ${id} than the API`);
  if (!mayLag) broken.push(...(await listBroken(told, data, booking)));
  broken.push(...paymentBroken(told, data));
  return broken;
}

async function listBroken(
  told: Reservation,
  data: WorldData,
  booking: Services['booking'],
): Promise<string[]> {
  const guestId = String(data.reservations.get(told.id)?.['guestId']);
  const { items } = await listReservations({ guestId, limit: 10, nextToken: undefined }, booking);
  const listed = items.find(({ id }) => id === told.id);
  const hasHad = told.status !== 'PENDING' && told.status !== 'REJECTED';
  if (hasHad !== (listed !== undefined))
    return [`law 7: ${told.id} is ${told.status}, and ${listed ? '' : 'not '}in the list`];
  return listed && listed.status !== told.status
    ? [`law 7: ${told.id} is ${told.status}, and in the list ${listed.status}`]
    : [];
}

/** What the reservation is, by the apartment and by what was written to it. */
function truthOf(id: string, data: WorldData): ReservationStatus {
  const apartment = data.apartments.get(APARTMENT);
  if (apartment && ownerOf(apartment) === id) {
    if (apartment['bookedStatus'] === 'PAID') return 'PAID';
    return data.now < Date.parse(String(apartment['holdExpiresAt'])) ? 'HELD' : 'EXPIRED';
  }
  const ending = data.endings.get(id);
  if (ending !== undefined) return ending;
  return data.reservations.get(id)?.['status'] === 'REJECTED' ? 'REJECTED' : 'PENDING';
}

/** What is told of money is what the provider says. */
function paymentBroken({ id, latePayment, refunds, status }: Reservation, data: WorldData): string[] {
  const payment = data.payments.get(`reservation#${id}`);
  const broken: string[] = [];
  if (payment?.['status'] === 'PAID' && status !== 'PAID' && status !== 'ENDED')
    broken.push(`law 7: ${id} is told to be ${status}, and its payment to be PAID`);
  const paymentId = String(payment?.['paymentId'] ?? '');
  const isOwned = data.taken.includes(paymentId);
  if ((latePayment === 'REFUND_PENDING' || latePayment === 'REFUNDED') && isOwned)
    broken.push(`law 7: ${id} is told that its money goes back, and has the apartment`);
  for (const refund of refunds.filter((each) => each.status === 'REFUNDED')) {
    const made = [...data.provider.refunds.values()].filter(
      (each) => (each.id ?? each.paymentId) === refund.id && each.status === 'SUCCEEDED',
    );
    const comes = data.undelivered.some(({ kind }) => kind === 'REFUND');
    if (made.length === 0 && !comes && data.faults === 0)
      broken.push(`law 7: refund ${refund.id} is told as REFUNDED, and was not made`);
  }
  return broken;
}

function moneyBroken({ provider, taken }: WorldData): string[] {
  return provider.captures.flatMap(({ paymentId, amount }) => {
    const alive = refundsOf(provider, paymentId).filter(isAlive);
    const ids = alive.map(({ id = paymentId }) => id);
    const isOwned = taken.includes(paymentId);
    return [
      ...(sumOf(alive) > amount ? [`law 6: more of ${paymentId} goes back than came`] : []),
      ...(new Set(ids).size < ids.length ? [`law 5: a refund of ${paymentId} was made twice`] : []),
      ...(isOwned && ids.includes(paymentId) ? [`law 6: ${paymentId} has the apartment, and goes back`] : []),
    ];
  });
}

/** What must be true when everything has come that is still on its way (laws 2, 4 and 6). */
export function brokenInTheEnd(data: WorldData): string[] {
  const { provider, taken, payments, apartments, now } = data;
  const broken: string[] = [];
  const { bookedStatus, holdExpiresAt, reservationId } = apartments.get(APARTMENT) ?? {};
  const isStopped = data.executions.get(String(reservationId))?.state === 'Ended';
  if (bookedStatus === 'RESERVED' && Date.parse(String(holdExpiresAt)) < now && !isStopped)
    broken.push('law 2: a hold has not ended');
  for (const { paymentId, amount, reservationId: of } of provider.captures) {
    // Nothing sweeps: a hold whose workflow was stopped is ended by the next guest, and until then nobody asks.
    if (bookedStatus === 'RESERVED' && isStopped && of === reservationId) continue;
    const made = refundsOf(provider, paymentId).filter(({ status }) => status === 'SUCCEEDED');
    const isRefunded = made.some(({ id }) => id === undefined);
    const isOwned = taken.includes(paymentId);
    if (isOwned === isRefunded)
      broken.push(`law 4: of ${paymentId} ${isOwned ? 'both' : 'nothing'} has become`);
    const ordered = (payments.get(`capture#${paymentId}`)?.['refunds'] ?? []) as OrderedRefund[];
    for (const order of ordered) {
      const times = made.filter(({ id = paymentId }) => id === order.id).length;
      // Staff whose command died on the way send it again; until then nobody makes what it has ordered.
      if (times > 1 || (times === 0 && data.faults === 0))
        broken.push(`law 6: refund ${order.id} of ${paymentId} was made ${times} times`);
    }
    const lines = [...payments.values()].filter(
      (item) => item['paymentId'] === paymentId && 'movement' in item,
    );
    const balance = lines.reduce((sum, item) => sum + Number(item['amount']), 0);
    if (balance !== amount - sumOf(made))
      broken.push(
        `accounts: the ledger has ${balance} of ${paymentId}, and the provider ${amount - sumOf(made)}`,
      );
  }
  return broken;
}
