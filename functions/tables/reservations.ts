import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { History, HistorySelection, ReservationRecord } from '../domain/history';
import { projection } from './apartments/selection';
import { MalformedItem } from './malformed-item';

/** A guest's reservations by reservedAt. */
const GUEST_INDEX = 'byGuest';

const ATTRIBUTES = ['Id', 'apartmentId', 'status', 'reservedAt', 'holdExpiresAt', 'paidAt'] as const;

const item = z.object({
  Id: z.string(),
  apartmentId: z.string(),
  status: z.enum(['HELD', 'PAID', 'EXPIRED', 'CANCELLED']),
  reservedAt: z.string().optional(),
  holdExpiresAt: z.string().optional(),
  paidAt: z.string().optional(),
});

/** The table of reservations. The role needs `dynamodb:GetItem` on it, and `dynamodb:Query` on its index. */
export class ReservationRepository implements History {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  async find(reservationId: string): Promise<ReservationRecord | undefined> {
    const key = { TableName: this.tableName, Key: { Id: reservationId } };
    const { Item } = await this.client.send(new GetCommand({ ...key, ...projection(ATTRIBUTES) }));
    return Item && pastReservation(Item);
  }

  /** One read: a page of reservations is far below the megabyte that ends one. */
  async ofGuest({ guestId, after, limit }: HistorySelection): Promise<ReservationRecord[]> {
    const { ProjectionExpression, ExpressionAttributeNames } = projection(ATTRIBUTES);
    const query = new QueryCommand({
      TableName: this.tableName,
      IndexName: GUEST_INDEX,
      ProjectionExpression,
      ExpressionAttributeNames: { ...ExpressionAttributeNames, '#guestId': 'guestId' },
      KeyConditionExpression: '#guestId = :guestId',
      ExpressionAttributeValues: { ':guestId': guestId },
      ScanIndexForward: false,
      Limit: limit,
      ...(after && { ExclusiveStartKey: { Id: after.id, guestId, reservedAt: after.reservedAt } }),
    });
    const { Items = [] } = await this.client.send(query);
    return Items.map(pastReservation);
  }
}

function pastReservation(stored: Readonly<Record<string, unknown>>): ReservationRecord {
  const read = item.safeParse(stored);
  if (!read.success) throw new MalformedItem('reservations', stored['Id'], read.error);
  const { Id, ...rest } = read.data;
  return { id: Id, ...rest };
}
