import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import type { Environment } from '../config/environments';

/** The index that lists a complex's apartments. */
export const COMPLEX_INDEX = 'byComplex';

/**
 * The table of apartments: one item an apartment, its booking included, so that every transition is one
 * conditional write.
 */
export class Data extends Construct {
  readonly apartments: DynamodbTable;

  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    this.apartments = new DynamodbTable(this, 'apartments', {
      name: `keyhold-${environment.name}-apartments`,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'Id',
      attribute: [
        { name: 'Id', type: 'S' },
        { name: 'complexId', type: 'S' },
      ],
      globalSecondaryIndex: [
        { name: COMPLEX_INDEX, hashKey: 'complexId', rangeKey: 'Id', projectionType: 'ALL' },
      ],
      streamEnabled: true,
      streamViewType: 'NEW_AND_OLD_IMAGES',
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      deletionProtectionEnabled: environment.protectData,
      lifecycle: { preventDestroy: environment.protectData },
    });
    // An address that no refactoring moves: to Terraform a moved table is a table to destroy.
    this.apartments.overrideLogicalId('apartments');
  }
}
