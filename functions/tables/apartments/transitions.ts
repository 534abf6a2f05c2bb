import * as z from 'zod';
import type {
  Apartment,
  Apartments,
  Decision,
  SettledPayment,
  TakeRequest,
} from '../../payments/domain/apartment';
import type { Table } from '../table';

const FATES = ['PAID', 'TAKEN_AGAIN', 'REFUSED'] as const;

const apartmentItem = z
  .object({
    Id: z.string(),
    name: z.string(),
    price: z.object({ amount: z.number(), currency: z.string() }),
    bookedStatus: z.enum(['VACANT', 'RESERVED', 'PAID']),
    reservationId: z.string().optional(),
    holdExpiresAt: z.string().optional(),
  })
  .transform(({ Id, ...rest }): Apartment => ({ id: Id, ...rest }));

const settledItem = z
  .object({ settledPayments: z.set(z.string()).default(new Set()) })
  .transform(({ settledPayments }) => [...settledPayments].flatMap(settledOf));

/** No decision is noted for this reservation yet. */
const UNDECIDED =
  '(attribute_not_exists(settledPayments) OR NOT (contains(settledPayments, :PAID) OR contains(settledPayments, :TAKEN_AGAIN) OR contains(settledPayments, :REFUSED)))';

const RESERVED_BY_IT = 'bookedStatus = :reserved AND reservationId = :reservationId';

/**
 * The table of apartments. Decisions lie in the item's set `settledPayments`, as `PAID#<reservation id>`. The
 * role needs `dynamodb:GetItem` and `dynamodb:UpdateItem` on the table.
 */
export class ApartmentRepository implements Apartments {
  constructor(private readonly table: Table) {}

  find(id: string): Promise<Apartment | undefined> {
    return this.table.read(id, apartmentItem);
  }

  pay(taking: TakeRequest, now: string): Promise<boolean> {
    return this.table.update(taking.apartmentId, {
      UpdateExpression:
        'SET bookedStatus = :paid, paidAt = :paidAt, paymentId = :paymentId ADD settledPayments :decision',
      ConditionExpression: `${RESERVED_BY_IT} AND holdExpiresAt > :now AND ${UNDECIDED}`,
      ExpressionAttributeValues: {
        ...decision('PAID', taking),
        ':paid': 'PAID',
        ':reserved': 'RESERVED',
        ':paidAt': taking.paidAt,
        ':paymentId': taking.paymentId,
        ':reservationId': taking.reservationId,
        ':now': now,
      },
    });
  }

  takeAgain(taking: TakeRequest): Promise<boolean> {
    return this.table.update(taking.apartmentId, {
      UpdateExpression:
        'SET bookedStatus = :paid, reservationId = :reservationId, guestId = :guestId, paidAt = :paidAt, paymentId = :paymentId ADD settledPayments :decision',
      ConditionExpression: `(bookedStatus = :vacant OR (${RESERVED_BY_IT})) AND ${UNDECIDED}`,
      ExpressionAttributeValues: {
        ...decision('TAKEN_AGAIN', taking),
        ':paid': 'PAID',
        ':vacant': 'VACANT',
        ':reserved': 'RESERVED',
        ':reservationId': taking.reservationId,
        ':guestId': taking.guestId,
        ':paidAt': taking.paidAt,
        ':paymentId': taking.paymentId,
      },
    });
  }

  refuse(taking: TakeRequest): Promise<boolean> {
    return this.table.update(taking.apartmentId, {
      UpdateExpression: 'ADD settledPayments :decision',
      ConditionExpression: `attribute_exists(Id) AND bookedStatus <> :vacant AND NOT (${RESERVED_BY_IT}) AND ${UNDECIDED}`,
      ExpressionAttributeValues: {
        ...decision('REFUSED', taking),
        ':vacant': 'VACANT',
        ':reserved': 'RESERVED',
        ':reservationId': taking.reservationId,
      },
    });
  }

  settled(id: string): Promise<readonly SettledPayment[] | undefined> {
    return this.table.read(id, settledItem);
  }

  async forget(id: string, { decision, reservationId }: SettledPayment): Promise<void> {
    await this.table.update(id, {
      UpdateExpression: 'DELETE settledPayments :decision',
      ConditionExpression: 'attribute_exists(Id)',
      ExpressionAttributeValues: { ':decision': new Set([note(decision, reservationId)]) },
    });
  }
}

/** The values that every decision is written and compared with. */
function decision(decision: Decision, { reservationId }: TakeRequest): Record<string, unknown> {
  return {
    ':decision': new Set([note(decision, reservationId)]),
    ...Object.fromEntries(FATES.map((known) => [`:${known}`, note(known, reservationId)])),
  };
}

function note(decision: Decision, reservationId: string): string {
  return `${decision}#${reservationId}`;
}

function settledOf(text: string): SettledPayment[] {
  const decision = FATES.find((known) => text.startsWith(`${known}#`));
  return decision ? [{ decision, reservationId: text.slice(decision.length + 1) }] : [];
}
