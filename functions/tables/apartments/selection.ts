import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { ApartmentSelection } from '../../domain/apartment';
import { PUBLIC_ATTRIBUTES } from './item';

type Projection = { ProjectionExpression: string; ExpressionAttributeNames: Record<string, string> };

/** Reads these attributes only. Each goes by an alias, for `name` and others are reserved words. */
export function projection(attributes: readonly string[]): Projection {
  return {
    ProjectionExpression: attributes.map((attribute) => `#${attribute}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((attribute) => [`#${attribute}`, attribute])),
  };
}

/** The input of a Query of the index for the apartments of one complex, of a Scan of the table for all. */
export function selectionOf(selection: ApartmentSelection): Omit<QueryCommandInput, 'TableName'> {
  const { complexId, bookedStatus, after, limit } = selection;
  const values = {
    ...(complexId === undefined ? {} : { ':complexId': complexId }),
    ...(bookedStatus === undefined ? {} : { ':bookedStatus': bookedStatus }),
  };
  return {
    ...projection(PUBLIC_ATTRIBUTES),
    Limit: limit,
    ...(complexId === undefined ? {} : { KeyConditionExpression: '#complexId = :complexId' }),
    ...(bookedStatus === undefined ? {} : { FilterExpression: '#bookedStatus = :bookedStatus' }),
    ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
    ...(after === undefined ? {} : { ExclusiveStartKey: startKey(after, complexId) }),
  };
}

/** An index is read on from its own key and the table's. */
function startKey(after: string, complexId: string | undefined): Record<string, string> {
  return complexId === undefined ? { Id: after } : { Id: after, complexId };
}
