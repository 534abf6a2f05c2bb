import { DynamodbTable, type DynamodbTableConfig } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import type { Environment } from '../config/environments';

/** The index that lists a complex's apartments. */
export const COMPLEX_INDEX = 'byComplex';
/** The index that lists a guest's reservations that had an apartment, in the order in which they were made. */
export const GUEST_INDEX = 'byGuest';
/** The index of reservations about which something is unfinished, by when they are due. */
export const OPEN_INDEX = 'byOpen';

type TableShape = Omit<DynamodbTableConfig, 'name' | 'hashKey'>;

/** The tables: apartments, reservations and payments. */
export class Data extends Construct {
  /** One item for each apartment with its booking, so that every transition is one conditional write. */
  readonly apartments: DynamodbTable;
  /** One item for each reservation: what was asked, written by booking, and what becomes of it, from the stream. */
  readonly reservations: DynamodbTable;
  /** Checkouts, refunds, and the provider's events that were processed. */
  readonly payments: DynamodbTable;

  constructor(
    scope: Construct,
    id: string,
    private readonly environment: Environment,
  ) {
    super(scope, id);
    this.apartments = this.table('apartments', {
      attribute: attributes('Id', 'complexId'),
      globalSecondaryIndex: [
        { name: COMPLEX_INDEX, hashKey: 'complexId', rangeKey: 'Id', projectionType: 'ALL' },
      ],
      streamEnabled: true,
      streamViewType: 'NEW_AND_OLD_IMAGES',
    });
    this.reservations = this.table('reservations', {
      attribute: attributes('Id', 'guestId', 'reservedAt', 'shard', 'dueAt'),
      globalSecondaryIndex: [
        { name: GUEST_INDEX, hashKey: 'guestId', rangeKey: 'reservedAt', projectionType: 'ALL' },
        { name: OPEN_INDEX, hashKey: 'shard', rangeKey: 'dueAt', projectionType: 'KEYS_ONLY' },
      ],
      // Guests' data expires as config/ says.
      ttl: { attributeName: 'expiresAt', enabled: true },
    });
    this.payments = this.table('payments', {
      attribute: attributes('Id'),
      ttl: { attributeName: 'ttl', enabled: true },
    });
  }

  private table(name: string, shape: TableShape): DynamodbTable {
    const { name: environment, protectData } = this.environment;
    const table = new DynamodbTable(this, name, {
      name: `keyhold-${environment}-${name}`,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'Id',
      ...shape,
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      deletionProtectionEnabled: protectData,
      lifecycle: { preventDestroy: protectData },
    });
    // The address must not change: Terraform would destroy the table.
    table.overrideLogicalId(name);
    return table;
  }
}

function attributes(...names: string[]): { name: string; type: string }[] {
  return names.map((name) => ({ name, type: 'S' }));
}
