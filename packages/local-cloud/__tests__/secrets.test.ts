import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { LocalCloud } from '../cloud';

const NAME = '/shop/test/payments/origin-secret';

/** A secret as the stacks make it: by Terraform, without its value ever being in the state as the parameter's. */
const stack = (version: number) => ({
  provider: { aws: [{ region: 'eu-west-1' }] },
  ephemeral: { aws_secretsmanager_random_password: { secret: { exclude_punctuation: true } } },
  resource: {
    aws_ssm_parameter: {
      secret: {
        name: NAME,
        type: 'SecureString',
        value_wo: '${ephemeral.aws_secretsmanager_random_password.secret.random_password}',
        value_wo_version: version,
      },
    },
  },
  data: {
    aws_ssm_parameter: {
      secret: {
        name: '${aws_ssm_parameter.secret.name}',
        with_decryption: true,
        depends_on: ['aws_ssm_parameter.secret'],
      },
    },
  },
  output: { secret: { value: '${data.aws_ssm_parameter.secret.value}', sensitive: true } },
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-cloud-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run<T>(version: number, work: (cloud: LocalCloud) => Promise<T>): Promise<T> {
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(stack(version)));
  const cloud = await LocalCloud.start({ artifact: folder, dataDirectory: join(folder, 'data') });
  try {
    return await work(cloud);
  } finally {
    await cloud.stop();
  }
}

function clientOf({ gatewayUrl }: LocalCloud): SSMClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new SSMClient({ endpoint: gatewayUrl, region: 'eu-west-1', credentials, maxAttempts: 1 });
}

const secretOf = (version: number) => run(version, async ({ outputs }) => String(outputs['secret']));

test('a secret made once stays over restarts, until Terraform is told to make another', async () => {
  const first = await secretOf(1);
  expect(first).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(await secretOf(1)).toBe(first);
  const second = await secretOf(2);
  expect(second).not.toBe(first);
  expect(await secretOf(2)).toBe(second);
});

test("AWS's own client reads it, and learns AWS's error for what there is not", async () => {
  await run(1, async (cloud) => {
    const client = clientOf(cloud);
    const { Parameter } = await client.send(new GetParameterCommand({ Name: NAME, WithDecryption: true }));
    expect(Parameter).toMatchObject({ Name: NAME, Type: 'SecureString', Value: cloud.outputs['secret'] });
    expect(Parameter?.LastModifiedDate).toBeInstanceOf(Date);
    await expect(client.send(new GetParameterCommand({ Name: '/none' }))).rejects.toMatchObject({
      name: 'ParameterNotFound',
      $metadata: { httpStatusCode: 400 },
    });
    client.destroy();
  });
});
