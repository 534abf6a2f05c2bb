import type { JsonObject } from '@keyhold/local-cloud';
import { eventually, type Reservation } from '../client';
import { HOLD_MS, LATE_MS, Site } from './site';

const GUESTS = 100;
const APARTMENTS = 10;

/** Winners do one of these; of those who come too late the apartments with an even number are taken by others. */
const DEEDS = ['pay', 'twice', 'late', 'fail', 'cancel'] as const;

interface Winner extends Reservation {
  readonly deed: (typeof DEEDS)[number];
}

let site: Site;
beforeAll(async () => {
  site = await Site.open();
  await putApartments();
});
afterAll(() => site.cloud.stop());

test('of 100 guests who race for 10 apartments each apartment has one, and no money is lost or doubled', async () => {
  const winners = await race();
  await Promise.all(winners.map(act));
  await site.advance(HOLD_MS + 5_000);
  for (const { id, deed } of winners)
    await eventually(async () => (await site.item('reservations', id))?.['status'], afterHold(deed));
  const quicker = await takeMeanwhile(winners);
  const taken = new Set(quicker.map(({ apartmentId }) => apartmentId));
  await site.advance(LATE_MS);
  for (const { id, deed } of winners)
    if (deed === 'late')
      await eventually(async () => typeof (await payment(id))?.['latePayment'] === 'string', true);
  await site.advance(HOLD_MS);
  for (const { id } of quicker)
    await eventually(async () => (await site.item('reservations', id))?.['status'], 'EXPIRED');
  await site.stillness();

  for (const winner of winners) expect(await endOf(winner)).toEqual(wantedEndOf(winner, taken));
  await expectTheLaws();
});

/** All ask at once; the apartments' numbers are in their reservations'. */
async function race(): Promise<Winner[]> {
  const asked = Array.from({ length: GUESTS }, (_, n) =>
    site.guest.reserve(`race-${n % APARTMENTS}`, `racer-${n}`, `guest-${n}`),
  );
  const won = (await Promise.all(asked)).filter(({ status }) => status === 'HELD');
  expect(won.map(({ apartmentId }) => apartmentId).sort()).toEqual(apartmentIds());
  return won.map((reservation) => {
    const deed = DEEDS[Math.floor(numberOf(reservation) / 2)] ?? 'pay';
    return { ...reservation, deed };
  });
}

async function act({ id, deed }: Winner): Promise<void> {
  const checkout = await site.checkout(id);
  if (deed === 'cancel') await site.guest.cancel(id);
  else await site.press(deed, checkout);
}

function numberOf({ apartmentId }: Reservation): number {
  return Number(apartmentId.slice('race-'.length));
}

/** Others reserve before the late money comes. On a slow machine it may be there first, and has taken the apartment. */
async function takeMeanwhile(winners: readonly Winner[]): Promise<Reservation[]> {
  const asked = winners
    .filter((winner) => winner.deed === 'late' && numberOf(winner) % 2 === 0)
    .map(({ apartmentId, id }) => site.guest.reserve(apartmentId, `after-${id}`));
  const answers = await Promise.all(asked);
  for (const { status } of answers) expect(['HELD', 'REJECTED']).toContain(status);
  return answers.filter(({ status }) => status === 'HELD');
}

function afterHold(deed: Winner['deed']): string {
  if (deed === 'pay' || deed === 'twice') return 'PAID';
  return deed === 'cancel' ? 'CANCELLED' : 'EXPIRED';
}

function payment(id: string): Promise<JsonObject | undefined> {
  return site.item('payments', `reservation#${id}`);
}

/** The apartment's owner, the payment, and its refund, as the tables have them. */
async function endOf({ id, apartmentId }: Winner) {
  const { bookedStatus, reservationId } = await site.apartment(apartmentId);
  const { status, latePayment, paymentId } = (await payment(id)) ?? {};
  const refund = await site.item('payments', `refund#${paymentId}`);
  const owner = bookedStatus === 'VACANT' ? 'nobody' : reservationId === id ? 'the guest' : 'another';
  return { bookedStatus, owner, payment: status, latePayment, refund: refund?.['status'] };
}

function wantedEndOf(winner: Winner, taken: ReadonlySet<string>): Awaited<ReturnType<typeof endOf>> {
  const paid = { bookedStatus: 'PAID', owner: 'the guest', payment: 'PAID', refund: undefined };
  const vacant = { bookedStatus: 'VACANT', owner: 'nobody', payment: 'EXPIRED', refund: undefined };
  switch (winner.deed) {
    case 'pay':
    case 'twice':
      return { ...paid, latePayment: undefined };
    case 'late':
      return taken.has(winner.apartmentId)
        ? { ...vacant, latePayment: 'REFUNDED', refund: 'REFUNDED' }
        : { ...paid, latePayment: 'TAKEN_AGAIN' };
    case 'fail':
    case 'cancel':
      return { ...vacant, latePayment: undefined };
  }
}

/** One payment an apartment; what was taken and is no apartment's was given back, once. */
async function expectTheLaws(): Promise<void> {
  const apartments = (await site.items('apartments')).filter(({ Id }) => String(Id).startsWith('race-'));
  expect(apartments.filter(({ bookedStatus }) => bookedStatus === 'RESERVED')).toEqual([]);
  const items = await site.items('payments');
  const taken = items.filter(({ Id, paymentId }) => String(Id).startsWith('reservation#') && paymentId);
  const spent = apartments.flatMap(({ bookedStatus, paymentId }) =>
    bookedStatus === 'PAID' ? [paymentId] : [],
  );
  const givenBack = items.flatMap(({ Id }) => (String(Id).startsWith('test-refund#') ? [idIn(Id)] : []));
  expect([...spent, ...givenBack].sort()).toEqual(taken.map(({ paymentId }) => paymentId).sort());
}

function idIn(key: unknown): string {
  return String(key).replace(/^[^#]*#/, '');
}

function apartmentIds(): string[] {
  return Array.from({ length: APARTMENTS }, (_, n) => `race-${n}`);
}

async function putApartments(): Promise<void> {
  const requests = apartmentIds().map((id) => ({
    PutRequest: {
      Item: {
        Id: { S: id },
        complexId: { S: 'race' },
        name: { S: id },
        bedrooms: { N: '2' },
        price: { M: { amount: { N: '12900' }, currency: { S: 'EUR' } } },
        bookedStatus: { S: 'VACANT' },
      },
    },
  }));
  await site.cloud.call('dynamodb', 'BatchWriteItem', {
    RequestItems: { 'keyhold-local-apartments': requests },
  });
}
