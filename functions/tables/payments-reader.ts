import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Payment, Payments } from '../booking/domain/payment';
import { projection } from './apartments/selection';
import { MalformedItem } from './malformed-item';

const ATTRIBUTES = ['status', 'url', 'expiresAt', 'paidAt', 'latePayment'] as const;

const item = z.object({
  status: z.enum(['OPEN', 'PAID', 'EXPIRED']),
  url: z.string().optional(),
  expiresAt: z.string().optional(),
  paidAt: z.string().optional(),
  latePayment: z.enum(['TAKEN_AGAIN', 'REFUND_PENDING', 'REFUNDED']).optional(),
});

/** The table of payments. The role needs `dynamodb:GetItem` on it. */
export class PaymentRepository implements Payments {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  async find(reservationId: string): Promise<Payment | undefined> {
    const Id = `reservation#${reservationId}`;
    const key = { TableName: this.tableName, Key: { Id }, ConsistentRead: true };
    const { Item } = await this.client.send(new GetCommand({ ...key, ...projection(ATTRIBUTES) }));
    if (!Item) return undefined;
    const read = item.safeParse(Item);
    if (!read.success) throw new MalformedItem('payments', Id, read.error);
    return read.data;
  }
}
