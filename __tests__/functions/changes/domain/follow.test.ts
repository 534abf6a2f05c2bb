import type { DynamoDBRecord } from 'aws-lambda';
import fc from 'fast-check';
import { follow, OutOfTime } from '../../../../functions/changes/domain/follow';
import { streamRecordOf } from '../../../../functions/tables/apartments/stream';
import { lifeOf, type Step, steps, type Verb } from '../apartment-life';
import { type ChangesModel, changesModel } from './changes-model';

const plenty = () => 30_000;
const streamRecords = (records: readonly DynamoDBRecord[]) => records.map(streamRecordOf);
const sequenceNumbers = (records: readonly DynamoDBRecord[]) =>
  records.map(({ dynamodb }) => dynamodb?.SequenceNumber);

function timeline(apartment: string, ...verbs: Verb[]): Step[] {
  return verbs.map((verb) => ({ apartment, verb }));
}

test('of each write the history comes first, then the payments’ task, then the subscribers', async () => {
  const model = changesModel();
  const { records } = lifeOf(timeline('a', 'reserve', 'expire', 'payLate', 'describe', 'vacate'), true);
  expect(await follow(streamRecords(records), model, plenty)).toBeUndefined();
  expect(model.effects).toEqual([
    'publish a VACANT',
    'history r1 HELD',
    'publish a RESERVED',
    'history r1 EXPIRED',
    'queue r1',
    'publish a VACANT',
    'history r1 PAID',
    'publish a PAID',
    'history r1 PAID',
    'publish a PAID',
    'history r1 ENDED',
    'publish a VACANT',
  ]);
});

test('subscribers are told what everybody may see, and no word of whose it is', async () => {
  const model = changesModel();
  const { records } = lifeOf(timeline('a', 'reserve', 'pay'), true);
  await follow(streamRecords(records), model, plenty);
  expect(model.told.at(1)).toEqual({
    id: 'a',
    complexId: 'harbour',
    name: 'Apartment a',
    description: null,
    bedrooms: 2,
    price: { amount: 12_900, currency: 'EUR' },
    bookedStatus: 'RESERVED',
    holdExpiresAt: '2026-03-01T12:16:00.000Z',
  });
  expect(JSON.stringify(model.told)).not.toMatch(/r1|guest|reserv[^e]|payment|paidAt/i);
});

test('after a failure nothing of that apartment is done, and the stream goes on from it', async () => {
  const model = changesModel(async (effect) => {
    if (effect === 'history r1 EXPIRED') throw new Error('away');
  });
  const { records } = lifeOf(timeline('a', 'reserve', 'expire', 'reserve'), true);
  expect(await follow(streamRecords(records), model, plenty)).toBe(sequenceNumbers(records)[2]);
  expect(model.effects.at(-1)).toBe('publish a RESERVED');
  expect(model.failures).toEqual([
    { sequenceNumber: sequenceNumbers(records)[2], cause: expect.objectContaining({ message: 'away' }) },
  ]);
});

test('different apartments go side by side: one that fails holds up no earlier write of another', async () => {
  const model = changesModel(async (effect) => {
    if (effect.startsWith('publish b')) throw new Error('away');
  });
  const { records } = lifeOf(
    [...timeline('a', 'reserve'), ...timeline('b', 'reserve'), ...timeline('c', 'reserve')],
    true,
  );
  const failed = await follow(streamRecords(records), model, plenty);
  expect(failed).toBe(sequenceNumbers(records)[2]);
  expect(model.effects.filter((effect) => effect.startsWith('publish a'))).toHaveLength(2);
  expect(model.effects.filter((effect) => effect.startsWith('publish b'))).toEqual([]);
});

test('one batch is the work of many apartments at once', async () => {
  let atWork = 0;
  let most = 0;
  const model = changesModel(async () => {
    most = Math.max(most, ++atWork);
    await new Promise(setImmediate);
    atWork--;
  });
  const many = Array.from({ length: 30 }, (_, index) => timeline(`a${index}`, 'reserve')).flat();
  await follow(streamRecords(lifeOf(many, true).records), model, plenty);
  expect(model.told).toHaveLength(60);
  expect(most).toBe(5);
});

test('when time is over the rest comes again with the next batch', async () => {
  let left = 5_000;
  const model = changesModel(async () => {
    left -= 1_000;
  });
  const { records } = lifeOf(timeline('a', 'describe', 'describe', 'describe'), true);
  expect(await follow(streamRecords(records), model, () => left)).toBe(sequenceNumbers(records)[3]);
  expect(model.failures[0]?.cause).toBeInstanceOf(OutOfTime);
});

test('an item that is no apartment is not published, and blocks neither its history nor the others', async () => {
  const model = changesModel();
  const { records } = lifeOf([...timeline('a', 'reserve', 'expire'), ...timeline('b', 'describe')], true);
  for (const { dynamodb } of records.slice(0, 3)) delete dynamodb?.NewImage?.['price'];
  expect(await follow(streamRecords(records), model, plenty)).toBeUndefined();
  expect(model.reservations.items.get('r1')).toMatchObject({ status: 'EXPIRED' });
  expect(model.expired).toEqual(new Set(['r1']));
  expect(model.unpublishable).toEqual(['a', 'a', 'a']);
  expect(model.told.map(({ id }) => id)).toEqual(['b', 'b']);
});

test('an item that says not what its history is fails, and nothing of it is done', async () => {
  const model = changesModel();
  const { records } = lifeOf(timeline('a', 'reserve'), true);
  Object.assign(records[1]?.dynamodb?.NewImage ?? {}, { bookedStatus: { S: 'LET' } });
  expect(await follow(streamRecords(records), model, plenty)).toBe(sequenceNumbers(records)[1]);
  expect(model.effects).toEqual(['publish a VACANT']);
  expect(model.failures[0]?.cause).toMatchObject({ name: 'MalformedItem' });
});

test('a deleted apartment is not published', async () => {
  const model = changesModel();
  const { records } = lifeOf(timeline('a', 'reserve'), true);
  const last = records[1]?.dynamodb;
  const { NewImage: _, ...removed } = { ...last, OldImage: last?.NewImage };
  expect(
    await follow([streamRecordOf({ dynamodb: removed } as DynamoDBRecord)], model, plenty),
  ).toBeUndefined();
  expect(model.effects).toEqual([]);
});

/**
 * What a shard of the stream does: batches in order, from the record on that was answered. A batch may be
 * bisected, done by a function that died before its answer, or all may begin again from an earlier record.
 */
async function deliver(
  records: readonly DynamoDBRecord[],
  model: ChangesModel,
  chance: (below: number) => number,
): Promise<void> {
  let position = 0;
  while (position < records.length) {
    if (chance(6) === 0) position = chance(position + 1);
    const batch = records.slice(position, position + 1 + chance(12));
    const failed = await follow(streamRecords(batch), model, plenty);
    const done = failed === undefined ? batch.length : sequenceNumbers(batch).indexOf(failed);
    expect(done).toBeGreaterThanOrEqual(0);
    if (chance(6) > 0) position += done;
  }
}

test('however the stream brings them, and whatever fails or dies, all comes to what one reading in order does', async () => {
  const chances = fc.infiniteStream(fc.nat(999));
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), chances, async (happened, lateMoneyKnowsHold, numbers) => {
      const chance = (below: number) => numbers.next().value % below;
      const life = lifeOf(happened, lateMoneyKnowsHold);
      const expected = changesModel();
      await follow(streamRecords(life.records), expected, plenty);
      const model = changesModel(async () => {
        if (chance(4) === 0) await new Promise(setImmediate);
        if (chance(8) === 0) throw new Error('away');
      });
      await deliver(life.records, model, chance);

      const statuses = [...model.reservations.items].map(([id, { status }]) => [id, status] as const);
      expect(new Map(statuses)).toEqual(life.statuses);
      for (const [id, entry] of expected.reservations.items)
        expect(model.reservations.items.get(id)).toEqual(entry);
      expect(model.expired).toEqual(life.released);
      for (const [id, item] of life.items) {
        const last = model.told.filter((apartment) => apartment.id === id).at(-1);
        expect(last).toMatchObject({ name: item['name'], bookedStatus: item['bookedStatus'] });
      }
    }),
    { numRuns: 150 },
  );
});
