import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import fc from 'fast-check';

export type Verb = 'reserve' | 'pay' | 'cancel' | 'expire' | 'payLate' | 'vacate' | 'describe';
export type Status = 'HELD' | 'PAID' | 'EXPIRED' | 'CANCELLED' | 'ENDED';
export type Item = Record<string, unknown>;

export interface Step {
  readonly apartment: string;
  readonly verb: Verb;
}

/** What happened to some apartments, what the table's stream tells of it, and what it must come to. */
export interface Life {
  readonly records: readonly DynamoDBRecord[];
  /** What became of each reservation. */
  readonly statuses: Map<string, Status>;
  /** The reservations whose unpaid hold ended. */
  readonly released: Set<string>;
  /** The apartments as they are at last. */
  readonly items: Map<string, Item>;
}

const VERBS: Verb[] = ['reserve', 'pay', 'cancel', 'expire', 'payLate', 'vacate', 'describe'];

export const steps = fc.array(
  fc.record({ apartment: fc.constantFrom('a', 'b', 'c'), verb: fc.constantFrom(...VERBS) }),
  { minLength: 1, maxLength: 40 },
);

const BOOKING = ['reservationId', 'guestId', 'reservedAt', 'holdExpiresAt', 'paidAt', 'paymentId'];

/** They grow by a digit soon: as text they do not compare. */
const FIRST_SEQUENCE_NUMBER = 999_999_999_999_999_999_990n;

/** A stream's record of one write. */
export function recordOf(
  sequenceNumber: string,
  second: number,
  before: Item | undefined,
  after: Item | undefined,
): DynamoDBRecord {
  const images = {
    ...(before && { OldImage: marshall(before) }),
    ...(after && { NewImage: marshall(after) }),
  };
  return {
    eventID: sequenceNumber,
    eventName: before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT',
    eventSource: 'aws:dynamodb',
    dynamodb: {
      Keys: marshall({ Id: (after ?? before)?.['Id'] }),
      ApproximateCreationDateTime: Date.UTC(2026, 2, 1, 12) / 1000 + second,
      SequenceNumber: sequenceNumber,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      ...images,
    } as NonNullable<DynamoDBRecord['dynamodb']>,
  };
}

export const instant = (second: number) => new Date(Date.UTC(2026, 2, 1, 12) + second * 1000).toISOString();

export const described = (Id: string): Item => ({
  Id,
  complexId: 'harbour',
  name: `Apartment ${Id}`,
  bedrooms: 2,
  price: { amount: 12_900, currency: 'EUR' },
  bookedStatus: 'VACANT',
});

/** Does what of these steps is possible when its turn comes, as the transitions of the design have it. */
export function lifeOf(given: readonly Step[], lateMoneyKnowsHold: boolean): Life {
  const records: DynamoDBRecord[] = [];
  const items = new Map<string, Item>();
  const statuses = new Map<string, Status>();
  const released = new Set<string>();
  const past = new Map<string, Item>();

  function write(id: string, after: Item): void {
    const sequenceNumber = String(FIRST_SEQUENCE_NUMBER + BigInt(records.length));
    records.push(recordOf(sequenceNumber, records.length * 60, items.get(id), after));
    items.set(id, after);
  }

  function release(item: Item, releaseReason: 'EXPIRED' | 'CANCELLED'): void {
    const releasedReservationId = String(item['reservationId']);
    past.set(String(item['Id']), item);
    released.add(releasedReservationId);
    statuses.set(releasedReservationId, releaseReason);
    write(String(item['Id']), { ...vacated(item), releasedReservationId, releaseReason });
  }

  function pay(item: Item, hold: Item): void {
    const reservationId = String(hold['reservationId']);
    statuses.set(reservationId, 'PAID');
    const paidAt = instant(records.length * 60);
    write(String(item['Id']), {
      ...item,
      ...hold,
      bookedStatus: 'PAID',
      paidAt,
      paymentId: `of ${reservationId}`,
    });
  }

  const verbs: Record<Verb, (item: Item) => void> = {
    reserve(item) {
      const reservationId = `r${records.length}`;
      const second = records.length * 60;
      statuses.set(reservationId, 'HELD');
      const hold = { reservedAt: instant(second), holdExpiresAt: instant(second + 900) };
      const guestId = `guest of ${reservationId}`;
      write(String(item['Id']), { ...item, bookedStatus: 'RESERVED', reservationId, guestId, ...hold });
    },
    pay: (item) => pay(item, item),
    cancel: (item) => release(item, 'CANCELLED'),
    expire: (item) => release(item, 'EXPIRED'),
    payLate(item) {
      const { reservationId, guestId, reservedAt, holdExpiresAt } = past.get(String(item['Id'])) ?? {};
      // A guest who cancelled, and one whose stay is over, do not get the apartment again.
      if (statuses.get(String(reservationId)) !== 'EXPIRED') return;
      const hold = lateMoneyKnowsHold ? { reservedAt, holdExpiresAt } : {};
      pay(item, { reservationId, guestId, ...hold });
    },
    vacate(item) {
      statuses.set(String(item['reservationId']), 'ENDED');
      write(String(item['Id']), vacated(item));
    },
    describe: (item) => write(String(item['Id']), { ...item, name: `Name ${records.length}` }),
  };
  const from: Record<Verb, string[]> = {
    reserve: ['VACANT'],
    pay: ['RESERVED'],
    cancel: ['RESERVED'],
    expire: ['RESERVED'],
    payLate: ['VACANT'],
    vacate: ['PAID'],
    describe: ['VACANT', 'RESERVED', 'PAID'],
  };

  for (const { apartment, verb } of given) {
    if (!items.has(apartment)) write(apartment, described(apartment));
    const item = items.get(apartment) ?? {};
    if (from[verb].includes(String(item['bookedStatus']))) verbs[verb](item);
  }
  return { records, statuses, released, items };
}

function vacated(item: Item): Item {
  const rest = Object.entries(item).filter(([name]) => !BOOKING.includes(name));
  return { ...Object.fromEntries(rest), bookedStatus: 'VACANT' };
}
