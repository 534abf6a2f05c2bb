import type { Json, JsonObject } from '../../core/json';
import { blocks } from '../../terraform/blocks';

/** The configuration of an `aws_dynamodb_table` as the input of DynamoDB's CreateTable. */
export function createTableInput(config: JsonObject) {
  const indexes = blocks(config['global_secondary_index']).map((index) => ({
    IndexName: index['name'] ?? null,
    KeySchema: keySchema(index),
    Projection: projection(index),
  }));
  return {
    TableName: config['name'] ?? null,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: blocks(config['attribute']).map(({ name, type }) => ({
      AttributeName: name ?? null,
      AttributeType: type ?? null,
    })),
    KeySchema: keySchema(config),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
  };
}

function keySchema({ hash_key, range_key }: JsonObject): Json[] {
  const hash = { AttributeName: hash_key ?? null, KeyType: 'HASH' };
  return range_key === undefined ? [hash] : [hash, { AttributeName: range_key, KeyType: 'RANGE' }];
}

function projection({ projection_type, non_key_attributes }: JsonObject): JsonObject {
  return {
    ProjectionType: projection_type ?? null,
    ...(non_key_attributes !== undefined && { NonKeyAttributes: non_key_attributes }),
  };
}
