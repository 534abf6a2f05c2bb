import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { History } from '../changes/domain/dependencies';
import type { HistoryEntry } from '../changes/domain/history';

/** What an entry leaves as it is when its write did not say it: the reservation still is that guest's. */
const LASTING = ['apartmentId', 'guestId', 'reservedAt', 'holdExpiresAt'] as const;

/** What is so only while the latest entry says so: who is taken again after its end has no end. */
const PASSING = ['paidAt', 'paymentId', 'endedAt'] as const;

const ALWAYS = ['status', 'expiresAt', 'sequenceNumber'] as const;

/** The table of reservations. Its role needs `dynamodb:UpdateItem` on the table. */
export class ReservationRepository implements History {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  /** One conditional write: whatever is brought again, and in whatever order, history never goes backwards. */
  async write(entry: HistoryEntry): Promise<boolean> {
    const set = [...LASTING, ...PASSING, ...ALWAYS].filter((name) => entry[name] !== undefined);
    const removed = PASSING.filter((name) => entry[name] === undefined);
    const remove = removed.length === 0 ? '' : ` REMOVE ${removed.map((name) => `#${name}`).join(', ')}`;
    const update = new UpdateCommand({
      TableName: this.tableName,
      Key: { Id: entry.reservationId },
      UpdateExpression: `SET ${set.map((name) => `#${name} = :${name}`).join(', ')}${remove}`,
      ConditionExpression: 'attribute_not_exists(Id) OR #sequenceNumber < :sequenceNumber',
      ExpressionAttributeNames: Object.fromEntries([...set, ...removed].map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(set.map((name) => [`:${name}`, entry[name]])),
    });
    try {
      await this.client.send(update);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}
