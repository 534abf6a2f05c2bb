import type { Account, DataSources } from '../../core/data-source';
import type { JsonObject } from '../../core/json';
import { at, ExpressionError } from '../errors';
import { callerIdentity, partition, region } from './identity';
import { policyDocument } from './policy-document';

const DATA_SOURCES: DataSources = new Map([
  ['aws_caller_identity', callerIdentity],
  ['aws_iam_policy_document', policyDocument],
  ['aws_partition', partition],
  ['aws_region', region],
]);

/**
 * All attributes of a data source: what is configured, and what AWS would answer.
 * @param others the data sources of services, beside those that every stack may read
 */
export function readDataSource(
  type: string,
  address: string,
  config: JsonObject,
  account: Account,
  others: DataSources = new Map(),
): JsonObject {
  return at(address, () => {
    const source = DATA_SOURCES.get(type) ?? others.get(type);
    if (!source) throw new ExpressionError(`the data source \`${type}\` is not supported locally`);
    const found = source(config, account);
    if (!found) throw new ExpressionError(`there is no such thing locally: ${JSON.stringify(config)}`);
    return { ...config, ...found };
  });
}
