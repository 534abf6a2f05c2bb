import type { DynamoDBRecord } from 'aws-lambda';
import { streamRecordOf } from '../../../../functions/tables/apartments/stream';
import { described, type Item, instant, recordOf } from '../../changes/apartment-life';

const held: Item = {
  ...described('7'),
  bookedStatus: 'RESERVED',
  reservationId: 'r1',
  guestId: 'ada',
  reservedAt: instant(0),
  holdExpiresAt: instant(900),
};
const numbered = (before: Item | undefined, after: Item | undefined) =>
  streamRecordOf(recordOf('123000000000000000045', 5, before, after));

test('a record is read as the write it tells of', () => {
  const record = numbered(described('7'), held);
  expect(record).toMatchObject({ apartmentId: '7', sequenceNumber: '123000000000000000045' });
  expect(record.change()).toEqual({
    apartmentId: '7',
    at: '2026-03-01T12:00:05.000Z',
    before: { bookedStatus: 'VACANT' },
    after: {
      bookedStatus: 'RESERVED',
      reservationId: 'r1',
      guestId: 'ada',
      reservedAt: instant(0),
      holdExpiresAt: instant(900),
    },
  });
});

test.each<[string, Item | undefined, Item]>([
  ['an apartment that is new', undefined, described('7')],
  ['another name', described('7'), { ...described('7'), name: 'Pier' }],
  ['another state', described('7'), held],
  ['another deadline', held, { ...held, holdExpiresAt: instant(1_000) }],
  ['an item that has been mended', { Id: '7', bookedStatus: 'VACANT' }, described('7')],
])('%s is visibleChange', (_, before, after) => {
  expect(numbered(before, after).visibleChange()).toMatchObject({ id: '7', name: after['name'] });
});

test.each([
  ['an apartment that was deleted', held, undefined],
  ['who holds it', held, { ...held, reservationId: 'r2', guestId: 'bob' }],
  ['what other functions note for themselves', held, { ...held, settledPayments: new Set(['PAID#r1']) }],
])('%s is none', (_, before, after) => {
  expect(numbered(before, after).visibleChange()).toBeUndefined();
});

test('an item that is no apartment is named, with what is wrong, when its turn comes', () => {
  const record = numbered(undefined, { Id: '7', bookedStatus: 'LET', holdExpiresAt: 'soon' });
  expect(() => record.change()).toThrow(/^Item "7" of table apartments: bookedStatus: .*holdExpiresAt: /);
  expect(() => record.visibleChange()).toThrow(/^Item "7" of table apartments: complexId: /);
});

test('a record of another table is refused', () => {
  const record: Pick<DynamoDBRecord, 'dynamodb'> = {
    dynamodb: { SequenceNumber: '1', Keys: { id: { S: '7' } } },
  };
  expect(() => streamRecordOf(record)).toThrow(expect.objectContaining({ name: 'ForeignRecord' }));
  expect(() => streamRecordOf({})).toThrow(/connect the stream of the apartments, with NEW_AND_OLD_IMAGES/);
});
