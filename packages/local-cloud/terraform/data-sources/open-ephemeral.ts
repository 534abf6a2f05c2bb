import type { Account, DataSources } from '../../core/data-source';
import type { JsonObject } from '../../core/json';
import { at, ExpressionError } from '../errors';

/**
 * All attributes of an ephemeral resource: what is configured, and what AWS would answer this time.
 * @param known the ephemeral resources that services open, by their Terraform type
 */
export function openEphemeral(
  type: string,
  address: string,
  config: JsonObject,
  account: Account,
  known: DataSources = new Map(),
): JsonObject {
  return at(address, () => {
    const opened = known.get(type)?.(config, account);
    if (!opened) throw new ExpressionError(`the ephemeral resource \`${type}\` is not supported locally`);
    return { ...config, ...opened };
  });
}
