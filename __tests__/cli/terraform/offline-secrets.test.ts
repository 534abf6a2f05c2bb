import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalCloud } from '@keyhold/local-cloud';
import { settleSecrets } from '../../../cli/terraform/offline-secrets';

/** More than one page of them. */
const NAMES = Array.from({ length: 60 }, (_, number) => `/app/secret-${number}`);
const password = '${ephemeral.aws_secretsmanager_random_password.any.random_password}';
const secrets = Object.fromEntries(
  NAMES.map((name, number) => [
    `secret${number}`,
    { name, type: 'SecureString', value_wo: password, value_wo_version: 1 },
  ]),
);
const stack = {
  ephemeral: { aws_secretsmanager_random_password: { any: {} } },
  resource: { aws_ssm_parameter: { ...secrets, open: { name: '/app/open', type: 'String', value: 'kept' } } },
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyhold-offline-'));
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(stack));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function valuesOfACloud(): Promise<string[]> {
  const cloud = await LocalCloud.start({ artifact: folder });
  await settleSecrets(cloud);
  const values = [...NAMES, '/app/open'].map(async (Name) => {
    const answer = await cloud.call('ssm', 'GetParameter', { Name, WithDecryption: true });
    return (answer as { Parameter: { Value: string } }).Parameter.Value;
  });
  const all = await Promise.all(values);
  await cloud.stop();
  return all;
}

test('two plans without an AWS account find the same secrets, each of its own, and nothing else changed', async () => {
  const values = await valuesOfACloud();
  expect(await valuesOfACloud()).toEqual(values);
  expect(new Set(values).size).toBe(NAMES.length + 1);
  expect(values.at(-1)).toBe('kept');
});
