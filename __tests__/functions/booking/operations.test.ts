import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse } from 'graphql';
import { prepare, UnresolvedField } from '../../../functions/booking/operations';
import type { ApartmentPage } from '../../../functions/domain/list-apartments';
import { bookingModel } from '../domain/booking-model';

const schema = readFileSync(join(__dirname, '../../../graphql/schema.graphql'), 'utf8');

/** `Query.getApartment` and so on: every field of the two root types that a client can ask. */
const fields = parse(schema).definitions.flatMap((definition) =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION && ['Query', 'Mutation'].includes(definition.name.value)
    ? (definition.fields ?? []).map((field) => `${definition.name.value}.${field.name.value}`)
    : [],
);

function refusal(field: string, args: Record<string, unknown>): unknown {
  try {
    prepare(field, args);
    return undefined;
  } catch (error) {
    return error;
  }
}

test.each(fields)('%s of the schema is resolved', (field) => {
  expect(refusal(field, {})).not.toBeInstanceOf(UnresolvedField);
});

test.each(['Query.nothing', 'Subscription.getApartment', 'Query.reserveApartment'])('%s is not', (field) => {
  expect(refusal(field, {})).toMatchObject({
    name: 'UnresolvedField',
    message: expect.stringContaining(field),
  });
});

const description = {
  id: '7',
  complexId: 'harbour',
  name: 'Pier',
  bedrooms: 1,
  price: { amount: 9_900, currency: 'EUR' },
};
const wish = { apartmentId: '7', guestId: 'Ada Lovelace' };
const idRule = '1 to 80 of A-Z a-z 0-9 - _';
const apartmentRule = '1 to 64 of A-Z a-z 0-9 - _';
const guestRule = 'text of 1 to 128 printable characters';

describe('InvalidInput names the field, what is wrong, and what it should be', () => {
  const cases: [field: string, args: Record<string, unknown>, message: string][] = [
    ['Query.getApartment', {}, `id is missing; it must be ${apartmentRule}.`],
    ['Query.getApartment', { id: 'a'.repeat(65) }, `id has 65 characters; it must be ${apartmentRule}.`],
    ['Query.getApartment', { id: 'a.b' }, `id does not fit; it must be ${apartmentRule}.`],
    ['Query.getApartment', { id: 'a\n' }, `id does not fit; it must be ${apartmentRule}.`],
    ['Query.getReservation', { id: '' }, `id is empty; it must be ${idRule}.`],
    ['Query.getReservation', { id: 7 }, `id is 7; it must be ${idRule}.`],
    ['Mutation.cancelReservation', { id: 'a'.repeat(81) }, `id has 81 characters; it must be ${idRule}.`],
    ['Mutation.cancelReservation', { id: {} }, `id is of the wrong type; it must be ${idRule}.`],
    ['Mutation.endReservation', { id: null, refund: 'NONE' }, `id is missing; it must be ${idRule}.`],
    ['Mutation.endReservation', { id: 'r1', refund: 'ALL' }, 'refund is not one of NONE, FULL and PARTIAL.'],
    [
      'Mutation.endReservation',
      { id: 'r1', refund: 'PARTIAL' },
      'amount must be given with refund PARTIAL, and only then.',
    ],
    [
      'Mutation.endReservation',
      { id: 'r1', refund: 'NONE', amount: 1 },
      'amount must be given with refund PARTIAL, and only then.',
    ],
    ['Query.listApartments', { limit: 0 }, 'limit is 0; it must be a whole number from 1 to 100.'],
    ['Query.listApartments', { limit: 101 }, 'limit is 101; it must be a whole number from 1 to 100.'],
    ['Query.listApartments', { limit: 1.5 }, 'limit is 1.5; it must be a whole number from 1 to 100.'],
    ['Query.listApartments', { complexId: 'a b' }, `complexId does not fit; it must be ${apartmentRule}.`],
    [
      'Query.listApartments',
      { bookedStatus: 'LET' },
      'bookedStatus does not fit; it must be VACANT, RESERVED or PAID.',
    ],
    ['Query.listApartments', { nextToken: 1 }, 'nextToken is 1; it must be the nextToken of a page.'],
    ['Query.listReservations', {}, `guestId is missing; it must be ${guestRule}.`],
    [
      'Query.listReservations',
      { guestId: 'ada', limit: 0 },
      'limit is 0; it must be a whole number from 1 to 100.',
    ],
    [
      'Mutation.publishApartmentChange',
      { input: { ...description, bookedStatus: 'LET' } },
      'bookedStatus does not fit; it must be VACANT, RESERVED or PAID.',
    ],
    [
      'Mutation.publishApartmentChange',
      { input: { ...description, bookedStatus: 'RESERVED', holdExpiresAt: 'soon' } },
      'holdExpiresAt does not fit; it must be an instant such as 2026-03-01T12:15:00.000Z.',
    ],
    [
      'Mutation.publishApartmentChange',
      { input: { ...description, id: '', bookedStatus: 'VACANT' } },
      `id is empty; it must be ${apartmentRule}.`,
    ],
    ['Mutation.reserveApartment', {}, `apartmentId is missing; it must be ${apartmentRule}.`],
    [
      'Mutation.reserveApartment',
      { input: null },
      'input is missing; it must be an object with the fields of the schema.',
    ],
    [
      'Mutation.reserveApartment',
      { input: { apartmentId: '7' } },
      `guestId is missing; it must be ${guestRule}.`,
    ],
    [
      'Mutation.reserveApartment',
      { input: { ...wish, guestId: '' } },
      `guestId is empty; it must be ${guestRule}.`,
    ],
    [
      'Mutation.reserveApartment',
      { input: { ...wish, guestId: ' ' } },
      `guestId does not fit; it must be ${guestRule}.`,
    ],
    [
      'Mutation.reserveApartment',
      { input: { ...wish, guestId: 'a\u0000b' } },
      `guestId does not fit; it must be ${guestRule}.`,
    ],
    [
      'Mutation.reserveApartment',
      { input: { ...wish, guestId: 'a\nb' } },
      `guestId does not fit; it must be ${guestRule}.`,
    ],
    [
      'Mutation.reserveApartment',
      { input: { ...wish, guestId: '\ud800' } },
      `guestId does not fit; it must be ${guestRule}.`,
    ],
    [
      'Mutation.reserveApartment',
      { input: { ...wish, guestId: 'a'.repeat(129) } },
      `guestId has 129 characters; it must be ${guestRule}.`,
    ],
    [
      'Mutation.reserveApartment',
      { input: { ...wish, reservationId: '' } },
      `reservationId is empty; it must be ${idRule}.`,
    ],
    [
      'Mutation.reserveApartment',
      { input: { ...wish, reservationId: 'ä' } },
      `reservationId does not fit; it must be ${idRule}.`,
    ],
    [
      'Mutation.addStepFunction',
      { input: { id: 'a1' } },
      'arn is missing; it must be the ARN of a state machine that getStepFunctions lists.',
    ],
    [
      'Mutation.addStepFunction',
      { input: { id: 'a:1', arn: 'x' } },
      `id does not fit; it must be ${idRule}.`,
    ],
    [
      'Mutation.addStepFunction',
      { input: { id: 'a1', arn: 'x', accountId: '' } },
      `accountId is empty; it must be ${apartmentRule}.`,
    ],
    [
      'Mutation.putApartment',
      { input: { ...description, id: '' } },
      `id is empty; it must be ${apartmentRule}.`,
    ],
    [
      'Mutation.putApartment',
      { input: { ...description, name: '' } },
      'name is empty; it must be text of 1 to 120 printable characters.',
    ],
    [
      'Mutation.putApartment',
      { input: { ...description, name: 'a'.repeat(121) } },
      'name has 121 characters; it must be text of 1 to 120 printable characters.',
    ],
    [
      'Mutation.putApartment',
      { input: { ...description, description: 'a'.repeat(2001) } },
      'description has 2001 characters; it must be text of at most 2000 characters.',
    ],
    [
      'Mutation.putApartment',
      { input: { ...description, description: 'a\u0007' } },
      'description does not fit; it must be text of at most 2000 characters.',
    ],
    [
      'Mutation.putApartment',
      { input: { ...description, bedrooms: 51 } },
      'bedrooms is 51; it must be a whole number from 0 to 50.',
    ],
    [
      'Mutation.putApartment',
      { input: { ...description, bedrooms: -1 } },
      'bedrooms is -1; it must be a whole number from 0 to 50.',
    ],
    [
      'Mutation.putApartment',
      { input: { ...description, price: null } },
      'price is missing; it must be an object with the fields of the schema.',
    ],
    [
      'Mutation.putApartment',
      { input: { ...description, price: { amount: -1, currency: 'EUR' } } },
      'price.amount is -1; it must be a whole number from 0 to 2147483647.',
    ],
    [
      'Mutation.putApartment',
      { input: { ...description, price: { amount: 1, currency: 'eur' } } },
      'price.currency does not fit; it must be an ISO 4217 code, such as EUR.',
    ],
    [
      'Mutation.putApartment',
      { input: { ...description, price: { amount: 1, currency: 'ABC' } } },
      'price.currency does not fit; it must be an ISO 4217 code, such as EUR.',
    ],
  ];

  test.each(cases)('%s %j', (field, args, message) => {
    expect(refusal(field, args)).toMatchObject({ name: 'InvalidInput', message });
  });

  test('and never repeats what a guest has called himself', () => {
    const error = refusal('Mutation.reserveApartment', { input: { ...wish, guestId: 'Ada\u0000Lovelace' } });
    expect(String(error)).not.toMatch(/Ada|Lovelace/);
  });
});

describe('valid input is taken as it is meant', () => {
  test.each([
    [
      'the longest ids',
      'Mutation.reserveApartment',
      { input: { apartmentId: 'a'.repeat(64), guestId: 'b'.repeat(128), reservationId: 'c'.repeat(80) } },
    ],
    [
      'names of all scripts',
      'Mutation.reserveApartment',
      { input: { ...wish, guestId: '李小龍 👩‍👩‍👧 O’Neil' } },
    ],
    ['prose with lines', 'Mutation.putApartment', { input: { ...description, description: 'One.\n\tTwo.' } }],
    [
      'a free studio',
      'Mutation.putApartment',
      { input: { ...description, bedrooms: 0, price: { amount: 0, currency: 'JPY' } } },
    ],
  ])('%s', (_, field, args) => {
    expect(refusal(field, args)).toBeUndefined();
  });

  test('a reservation without an id gets a UUID of its own', () => {
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    const named = ['x', null, undefined].map((reservationId) => {
      return prepare('Mutation.reserveApartment', { input: { ...wish, reservationId } }).reservationId;
    });
    expect(named).toEqual(['x', expect.stringMatching(uuid), expect.stringMatching(uuid)]);
    expect(named[1]).not.toBe(named[2]);
  });

  test.each([[undefined], [null]])(
    'addStepFunction with the apartment %j books 1234567',
    async (accountId) => {
      const model = bookingModel('1234567');
      const { arn } = model.workflow.machine;
      const prepared = prepare('Mutation.addStepFunction', { input: { id: 'a1', arn, accountId } });
      expect(await prepared.run(model)).toEqual({ id: 'a1', arn });
      expect(model.workflow.executions.get('a1')?.request.apartmentId).toBe('1234567');
    },
  );

  test('a list is of 20 apartments unless told, and null means no filter', async () => {
    const model = bookingModel(...Array.from({ length: 30 }, (_, index) => `a${index}`));
    const args = { complexId: null, bookedStatus: null, limit: null, nextToken: null };
    const page = await prepare('Query.listApartments', args).run(model);
    expect((page as ApartmentPage).items).toHaveLength(20);
  });
});

test('each field does what it is called', async () => {
  const model = bookingModel('7');
  const run = (field: string, args: Record<string, unknown>) => prepare(field, args).run(model);
  expect(await run('Mutation.reserveApartment', { input: { ...wish, reservationId: 'r1' } })).toMatchObject({
    status: 'HELD',
  });
  expect(await run('Query.getReservation', { id: 'r1' })).toMatchObject({ status: 'HELD' });
  expect(await run('Query.getApartment', { id: '7' })).toMatchObject({ bookedStatus: 'RESERVED' });
  expect(await run('Mutation.cancelReservation', { id: 'r1' })).toMatchObject({ status: 'CANCELLED' });
  expect(await run('Mutation.putApartment', { input: description })).toMatchObject({
    name: 'Pier',
    description: null,
  });
  await expect(run('Mutation.endReservation', { id: 'r1', refund: 'NONE' })).rejects.toMatchObject({
    name: 'NotPaid',
  });
  expect(await run('Query.getStepFunctions', {})).toEqual([model.workflow.machine]);
  const reservedAt = '2026-02-01T12:00:00.000Z';
  model.reservations.items.set('r0', {
    id: 'r0',
    apartmentId: '7',
    guestId: 'grace',
    status: 'PAID',
    reservedAt,
  });
  expect(await run('Query.listReservations', { guestId: 'grace' })).toMatchObject({ items: [{ id: 'r0' }] });
  const change = { ...description, bookedStatus: 'VACANT' };
  expect(await run('Mutation.publishApartmentChange', { input: change })).toEqual({
    ...change,
    description: null,
    holdExpiresAt: null,
  });
});
