import { randomUUID } from 'node:crypto';
import type { PayableApartments, TakeRequest } from '../../../../functions/domain/apartment-payment';
import type { Decision } from '../../../../functions/domain/decision';
import { ApartmentRepository } from '../../../../functions/tables/apartments/repository';
import { Table } from '../../../../functions/tables/table';
import { ModelPayableApartments } from '../../payments/domain/model-payable-apartments';
import { APARTMENTS_TABLE_NAME, startTables, type Tables } from '../tables';

const HOLD_END = '2026-03-01T12:15:00.000Z';
const IN_TIME = '2026-03-01T12:14:59.999Z';

let tables: Tables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

type State =
  | 'VACANT'
  | 'VACANT and withdrawn'
  | 'RESERVED by it and withdrawn'
  | 'RESERVED by it'
  | 'RESERVED by another'
  | 'PAID by another'
  | 'missing';

const STATES: Record<State, Record<string, unknown> | undefined> = {
  VACANT: { bookedStatus: 'VACANT' },
  'RESERVED by it': { bookedStatus: 'RESERVED', reservationId: 'r1', holdExpiresAt: HOLD_END },
  'RESERVED by another': { bookedStatus: 'RESERVED', reservationId: 'r2', holdExpiresAt: HOLD_END },
  'PAID by another': { bookedStatus: 'PAID', reservationId: 'r2', paymentId: 'payment-2' },
  'VACANT and withdrawn': { bookedStatus: 'VACANT', withdrawn: true },
  'RESERVED by it and withdrawn': {
    bookedStatus: 'RESERVED',
    reservationId: 'r1',
    holdExpiresAt: HOLD_END,
    withdrawn: true,
  },
  missing: undefined,
};

interface Prepared {
  readonly apartments: PayableApartments;
  readonly request: TakeRequest;
  note(note: string): Promise<void>;
}

const requestFor = (apartmentId: string): TakeRequest => ({
  apartmentId,
  reservationId: 'r1',
  guestId: 'ada',
  paymentId: 'payment-1',
  paidAt: IN_TIME,
});

/** What the laws are proven with and what runs on AWS: one set of rules. */
const implementations = {
  'the table': async (state: State): Promise<Prepared> => {
    const id = randomUUID();
    const price = { amount: 12_900, currency: 'EUR' };
    const item = STATES[state];
    if (item)
      await tables.put(APARTMENTS_TABLE_NAME, { Id: id, complexId: 'c', name: 'Loft', price, ...item });
    return {
      apartments: new ApartmentRepository(new Table(tables.client, APARTMENTS_TABLE_NAME)),
      request: requestFor(id),
      note: async (note) => {
        const noted = { ...(await tables.item(APARTMENTS_TABLE_NAME, id)), settledPayments: new Set([note]) };
        await tables.put(APARTMENTS_TABLE_NAME, noted);
      },
    };
  },
  'the model': async (state: State): Promise<Prepared> => {
    const apartments = new ModelPayableApartments();
    if (STATES[state]) {
      apartments.add('a');
      apartments.items.set('a', {
        id: 'a',
        name: 'Loft',
        price: { amount: 12_900, currency: 'EUR' },
        bookedStatus: 'VACANT',
        ...STATES[state],
      });
    }
    const note = async (text: string) => void apartments.notes.set('a', new Set([text]));
    return { apartments, request: requestFor('a'), note };
  },
};

type Deciding = Exclude<Decision, 'CANCELLED'>;

const attempts: Record<Deciding, (prepared: Prepared, now: string) => Promise<boolean>> = {
  PAID: ({ apartments, request }, now) => apartments.pay(request, now),
  TAKEN_AGAIN: ({ apartments, request }) => apartments.takeAgain(request),
  REFUSED: ({ apartments, request }) => apartments.refuse(request),
};

describe.each(Object.entries(implementations))('%s', (_, prepare) => {
  const decided: [Deciding, State, string, boolean][] = [
    ['PAID', 'RESERVED by it', IN_TIME, true],
    ['PAID', 'RESERVED by it', HOLD_END, false],
    ['PAID', 'RESERVED by another', IN_TIME, false],
    ['PAID', 'VACANT', IN_TIME, false],
    ['PAID', 'RESERVED by it and withdrawn', IN_TIME, true],
    ['TAKEN_AGAIN', 'RESERVED by it and withdrawn', HOLD_END, true],
    ['TAKEN_AGAIN', 'VACANT and withdrawn', IN_TIME, false],
    ['REFUSED', 'VACANT and withdrawn', IN_TIME, true],
    ['REFUSED', 'RESERVED by it and withdrawn', IN_TIME, false],
    ['PAID', 'PAID by another', IN_TIME, false],
    ['PAID', 'missing', IN_TIME, false],
    ['TAKEN_AGAIN', 'VACANT', HOLD_END, true],
    ['TAKEN_AGAIN', 'RESERVED by it', HOLD_END, true],
    ['TAKEN_AGAIN', 'RESERVED by another', HOLD_END, false],
    ['TAKEN_AGAIN', 'PAID by another', HOLD_END, false],
    ['TAKEN_AGAIN', 'missing', HOLD_END, false],
    ['REFUSED', 'RESERVED by another', HOLD_END, true],
    ['REFUSED', 'PAID by another', HOLD_END, true],
    ['REFUSED', 'VACANT', HOLD_END, false],
    ['REFUSED', 'RESERVED by it', HOLD_END, false],
    ['REFUSED', 'missing', HOLD_END, false],
  ];
  test.each(decided)('%s of an apartment that is %s at %s: %s', async (decision, state, now, expected) => {
    const prepared = await prepare(state);
    const { apartments, request } = prepared;
    const before = await apartments.payable(request.apartmentId);
    expect(await attempts[decision](prepared, now)).toBe(expected);
    const after = await apartments.payable(request.apartmentId);
    if (expected && decision !== 'REFUSED') {
      expect(after).toMatchObject({ bookedStatus: 'PAID', reservationId: 'r1' });
    } else expect(after).toEqual(before && { ...before, settled: after?.settled });
    const notes = await apartments.settledPayments(request.apartmentId);
    if (state === 'missing') expect(notes).toBeUndefined();
    else expect(notes).toEqual(expected ? [{ decision, reservationId: 'r1' }] : []);
  });

  const first: [Deciding, State][] = [
    ['PAID', 'RESERVED by it'],
    ['TAKEN_AGAIN', 'VACANT'],
    ['REFUSED', 'PAID by another'],
  ];
  test.each(first)(
    'once %s is decided, nothing else ever is, whatever becomes of it',
    async (decision, state) => {
      const prepared = await prepare(state);
      expect(await attempts[decision](prepared, IN_TIME)).toBe(true);
      for (const attempt of Object.values(attempts)) expect(await attempt(prepared, IN_TIME)).toBe(false);
    },
  );

  test.each(['VACANT', 'RESERVED by another'] as const)(
    'once its guest has cancelled, no payment decides: %s',
    async (state) => {
      const prepared = await prepare(state);
      await prepared.note('CANCELLED#r1');
      for (const attempt of Object.values(attempts)) expect(await attempt(prepared, IN_TIME)).toBe(false);
    },
  );

  test('a decision whose note is taken away leaves the others', async () => {
    const prepared = await prepare('VACANT');
    const { apartments, request } = prepared;
    await apartments.takeAgain(request);
    await apartments.refuse({ ...request, reservationId: 'r2' });
    await apartments.forget(request.apartmentId, { decision: 'TAKEN_AGAIN', reservationId: 'r1' });
    expect(await apartments.settledPayments(request.apartmentId)).toEqual([
      { decision: 'REFUSED', reservationId: 'r2' },
    ]);
  });
});

test('a paid apartment says whose it is and since when, and a vacated one can be let to the next', async () => {
  const { apartments, request } = await implementations['the table']('VACANT');
  await apartments.takeAgain(request);
  const { apartmentId, ...rest } = request;
  expect(await tables.item(APARTMENTS_TABLE_NAME, apartmentId)).toMatchObject({
    ...rest,
    bookedStatus: 'PAID',
  });
});

test('of many who decide at once, one does', async () => {
  const { apartments, request } = await implementations['the table']('VACANT');
  const decisions = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      index % 2 === 0 ? apartments.takeAgain(request) : apartments.refuse(request),
    ),
  );
  expect(decisions.filter(Boolean)).toHaveLength(1);
});
