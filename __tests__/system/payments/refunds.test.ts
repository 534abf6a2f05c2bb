import type { JsonObject } from '@keyhold/local-cloud';
import { eventually } from '../client';
import { Site } from './site';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.cloud.stop());

const FIELDS = '{ id status refunds { id status amount currency } }';

const staff = (command: string) => site.staff(command, FIELDS);

async function paid(apartmentId: string, id: string): Promise<void> {
  await site.guest.reserve(apartmentId, id);
  await site.press('pay', await site.checkout(id));
}

const refundsTold = async (id: string) => JSON.stringify((await site.viewed(id))['refunds']);
const done = (id: string, amount: number, currency = 'EUR') => ({ id, status: 'REFUNDED', amount, currency });

test('staff end a stay with all of the money, and sent again it changes nothing, whoever has paid since', async () => {
  await paid('hill-1', 'r1');
  const { amount, currency } = (await site.item('payments', 'reservation#r1')) as JsonObject;
  const whole = done('end', Number(amount), String(currency));
  const command = 'endReservation(id: "r1", refund: FULL, reason: "the heating failed")';
  expect(await staff(command)).toMatchObject({ status: 'ENDED' });
  await eventually(() => refundsTold('r1'), JSON.stringify([whole]));
  await paid('hill-1', 'r2');
  expect(await staff(command)).toMatchObject({ status: 'ENDED', refunds: [whole] });
  expect(await site.apartment('hill-1')).toMatchObject({ bookedStatus: 'PAID', reservationId: 'r2' });
  expect(await staff('endReservation(id: "r1", refund: NONE)')).toEqual({ errorType: 'AlreadyEnded' });
  expect(await site.item('reservations', 'r1')).toMatchObject({
    end: {
      refund: 'FULL',
      reason: 'the heating failed',
      by: expect.stringMatching(/^arn:aws:iam::\d+:user\//),
    },
  });
});

test('staff give back parts of a stay that goes on and of one that is over, and never more than came', async () => {
  await paid('hill-2', 'r3');
  const command = 'refundReservation(id: "r3", refundId: "clean", amount: 900, reason: "not clean")';
  expect(await staff(command)).toMatchObject({ status: 'PAID' });
  await eventually(() => refundsTold('r3'), JSON.stringify([done('clean', 900)]));
  expect(await staff(command)).toMatchObject({ status: 'PAID', refunds: [done('clean', 900)] });
  await staff('endReservation(id: "r3", refund: PARTIAL, amount: 100)');
  await eventually(() => refundsTold('r3'), JSON.stringify([done('clean', 900), done('end', 100)]));
  const much = 'refundReservation(id: "r3", refundId: "all", amount: 2000000000)';
  expect(await staff(much)).toEqual({ errorType: 'InvalidInput' });
  expect(await staff('refundReservation(id: "r3", refundId: "sorry", amount: 50)')).toMatchObject({
    status: 'ENDED',
  });
  await eventually(
    () => refundsTold('r3'),
    JSON.stringify([done('clean', 900), done('end', 100), done('sorry', 50)]),
  );
});

test('guests cannot give back money', async () => {
  const query = 'mutation { refundReservation(id: "r3", refundId: "mine", amount: 1) { id } }';
  const answer = await fetch(`${site.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  expect(await answer.text()).toContain('Unauthorized');
});
