import type { JsonObject } from '../../service';
import { at, ExpressionError } from '../errors';
import type { Account, DataSource } from './data-source';
import { callerIdentity, partition, region } from './identity';
import { policyDocument } from './policy-document';

const DATA_SOURCES = new Map<string, DataSource>([
  ['aws_caller_identity', callerIdentity],
  ['aws_iam_policy_document', policyDocument],
  ['aws_partition', partition],
  ['aws_region', region],
]);

/** All attributes of a data source: what is configured, and what AWS would answer. */
export function readDataSource(
  type: string,
  address: string,
  config: JsonObject,
  account: Account,
): JsonObject {
  return at(address, () => {
    const source = DATA_SOURCES.get(type);
    if (!source) throw new ExpressionError(`the data source \`${type}\` is not supported locally`);
    return { ...config, ...source(config, account) };
  });
}
