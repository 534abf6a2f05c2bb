import { createHash } from 'node:crypto';
import type { LocalCloud } from '@keyhold/local-cloud';

interface DescribedParameters {
  readonly Parameters: readonly { readonly Name: string }[];
  readonly NextToken?: string;
}

/**
 * Gives each secret of a local cloud a value that depends on its name alone. It makes new ones whenever it
 * starts; a plan from a state that an earlier one has left would find a change in whatever they are told to.
 */
export async function settleSecrets(cloud: LocalCloud): Promise<void> {
  const ofSecrets = { ParameterFilters: [{ Key: 'Type', Values: ['SecureString'] }] };
  let token: string | undefined;
  do {
    const input = { ...ofSecrets, ...(token !== undefined && { NextToken: token }) };
    const page = (await cloud.call('ssm', 'DescribeParameters', input)) as unknown as DescribedParameters;
    for (const { Name } of page.Parameters)
      await cloud.call('ssm', 'PutParameter', { Name, Overwrite: true, Value: settledValue(Name) });
    token = page.NextToken;
  } while (token !== undefined);
}

function settledValue(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}
