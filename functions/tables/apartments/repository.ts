import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type {
  Apartment,
  ApartmentDescription,
  ApartmentSelection,
  ApartmentSlice,
  Apartments,
  Occupancy,
} from '../../domain/apartment';
import { apartmentOf, OCCUPANCY_ATTRIBUTES, occupancyOf, PUBLIC_ATTRIBUTES } from './item';
import { projection, selectionOf } from './selection';

type Item = Readonly<Record<string, unknown>>;
type Change = Pick<
  UpdateCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames'
> & {
  readonly ExpressionAttributeValues: Record<string, unknown>;
};

/**
 * The table of apartments. Its role needs `dynamodb:GetItem`, `dynamodb:UpdateItem` and `dynamodb:Scan` on
 * the table, and `dynamodb:Query` on its index.
 */
export class ApartmentRepository implements Apartments {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
    private readonly complexIndex: string,
  ) {}

  async find(id: string): Promise<Apartment | undefined> {
    const item = await this.read(id, PUBLIC_ATTRIBUTES);
    return item && apartmentOf(item);
  }

  async occupancy(id: string): Promise<Occupancy | undefined> {
    const item = await this.read(id, OCCUPANCY_ATTRIBUTES);
    return item && occupancyOf(id, item);
  }

  async slice(selection: ApartmentSelection): Promise<ApartmentSlice> {
    const TableName = this.tableName;
    const asked = selectionOf(selection);
    const { Items = [], LastEvaluatedKey } = asked.KeyConditionExpression
      ? await this.client.send(new QueryCommand({ TableName, IndexName: this.complexIndex, ...asked }))
      : await this.client.send(new ScanCommand({ TableName, ...asked }));
    return { apartments: Items.map(apartmentOf), next: LastEvaluatedKey?.['Id'] };
  }

  async put({ id, complexId, name, description, bedrooms, price }: ApartmentDescription): Promise<Apartment> {
    const set = 'complexId = :complexId, #name = :name, bedrooms = :bedrooms, price = :price';
    const status = 'bookedStatus = if_not_exists(bookedStatus, :vacant)';
    const prose = description === null ? 'REMOVE description' : ', description = :description';
    const item = await this.update(id, {
      UpdateExpression: `SET ${set}, ${status} ${prose}`,
      ExpressionAttributeNames: { '#name': 'name' },
      ExpressionAttributeValues: {
        ':complexId': complexId,
        ':name': name,
        ':bedrooms': bedrooms,
        ':price': price,
        ':vacant': 'VACANT',
        ...(description === null ? {} : { ':description': description }),
      },
    });
    return apartmentOf(item);
  }

  async release(apartmentId: string, reservationId: string): Promise<boolean> {
    const released = await this.updateIf(apartmentId, {
      UpdateExpression:
        'SET bookedStatus = :vacant, releasedReservationId = :reservationId, releaseReason = :cancelled REMOVE reservationId, guestId, reservedAt, holdExpiresAt',
      ConditionExpression: 'bookedStatus = :reserved AND reservationId = :reservationId',
      ExpressionAttributeValues: {
        ':vacant': 'VACANT',
        ':reserved': 'RESERVED',
        ':reservationId': reservationId,
        ':cancelled': 'CANCELLED',
      },
    });
    return released !== undefined;
  }

  async vacate(id: string): Promise<Apartment | undefined> {
    const vacated = await this.updateIf(id, {
      UpdateExpression:
        'SET bookedStatus = :vacant REMOVE reservationId, guestId, reservedAt, holdExpiresAt, paidAt, paymentId',
      ConditionExpression: 'bookedStatus = :paid',
      ExpressionAttributeValues: { ':vacant': 'VACANT', ':paid': 'PAID' },
    });
    return vacated && apartmentOf(vacated);
  }

  private async read(id: string, attributes: readonly string[]): Promise<Item | undefined> {
    const key = { TableName: this.tableName, Key: { Id: id }, ConsistentRead: true };
    const { Item: item } = await this.client.send(new GetCommand({ ...key, ...projection(attributes) }));
    return item;
  }

  /** The item after the change; undefined where the condition does not hold. */
  private async updateIf(id: string, change: Change): Promise<Item | undefined> {
    try {
      return await this.update(id, change);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  private async update(id: string, change: Change): Promise<Item> {
    const target = { TableName: this.tableName, Key: { Id: id }, ReturnValues: 'ALL_NEW' } as const;
    const { Attributes: item = {} } = await this.client.send(new UpdateCommand({ ...target, ...change }));
    return item;
  }
}
