import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalCloud } from '@keyhold/local-cloud';
import { SHORT_RUNS, TerraformFolder } from '../../stacks/terraform';
import { stackFolder } from '../../synthesize';
import { Bench } from './bench';

const probe = new TerraformFolder([stackFolder('keyhold-state')]);
const unavailable = probe.init().code !== 0;
probe.remove();

// Elsewhere they are skipped and say so; under CI a missing Terraform is a failure.
const withTerraform = unavailable && process.env['CI'] !== 'true' ? test.skip : test;
if (unavailable)
  process.stderr.write('Terraform with AWS provider 5.100.0 is not to be had: its tests do not run.\n');

let bench: Bench;
/** AWS with the state bucket, and AWS without. */
let withBucket: LocalCloud;
let withoutBucket: LocalCloud;
beforeAll(async () => {
  [withBucket, withoutBucket] = await Promise.all([
    LocalCloud.start({ artifact: stackFolder('keyhold-state') }),
    LocalCloud.start({ artifact: stackFolder('keyhold-dev') }),
  ]);
});
afterAll(async () => {
  await Promise.all([withBucket.stop(), withoutBucket.stop()]);
});
beforeEach(() => {
  bench = new Bench('keyhold-dev', 'keyhold-state');
});
afterEach(() => bench.remove());

const dev = ['--environment', 'dev'];

/** The real Terraform, without this machine's settings. */
function on(cloud: LocalCloud) {
  const mirror = process.env['KEYHOLD_PROVIDER_MIRROR'];
  const variables = {
    AWS_ENDPOINT_URL: cloud.gatewayUrl,
    AWS_EC2_METADATA_DISABLED: 'true',
    CHECKPOINT_DISABLE: '1',
    ...SHORT_RUNS,
    TF_CLI_CONFIG_FILE: '/dev/null',
    ...(mirror && { KEYHOLD_PROVIDER_MIRROR: mirror }),
  };
  return { variables, path: process.env['PATH'] ?? '' };
}

function change(stack: string, alter: (json: Record<string, unknown>) => void): void {
  const file = join(bench.artifact, 'stacks', stack, 'cdk.tf.json');
  const json = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  alter(json);
  writeFileSync(file, JSON.stringify(json));
}

withTerraform(
  'deploy plans a whole environment on state in the bucket, names the account, and waits for the yes',
  async () => {
    const deploy = bench.run('deploy', dev, on(withBucket)).hangUp();
    expect(await deploy.ended).toBe(1);
    expect(deploy.stdout).toMatch(/dev: \d+ to add, 0 to change/);
    expect(deploy.stdout).toContain('Apply this to keyhold-dev in account 000000000000?');
    expect(deploy.stderr).toMatch(/Nobody was there to answer/);
    expect(bench.temporaryFiles).toEqual([]);
  },
);

withTerraform(
  'no state bucket, and the wrong account: Terraform says it as the explanations expect',
  async () => {
    const early = bench.run('deploy', dev, on(withoutBucket));
    expect(await early.ended).toBe(1);
    expect(early.stderr).toMatch(/✗ .*state bucket keyhold-terraform-state does not exist/);

    change('keyhold-dev', (json) => {
      const { aws } = json['provider'] as { aws: Record<string, unknown>[] };
      for (const provider of aws) provider['allowed_account_ids'] = ['999999999999'];
    });
    const elsewhere = bench.run('deploy', dev, on(withBucket));
    expect(await elsewhere.ended).toBe(1);
    expect(elsewhere.stderr).toMatch(/✗ .*of account 000000000000, and dev is pinned to another/);
  },
);

withTerraform('bootstrap plans the bucket on local state where there is none', async () => {
  const bootstrap = bench.run('bootstrap', dev, on(withoutBucket)).hangUp();
  expect(await bootstrap.ended).toBe(1);
  expect(bootstrap.stdout).toMatch(/There is none yet[\s\S]*Plan: \d+ to add/);
  expect(bootstrap.stderr).toMatch(/nothing was changed/);
});

withTerraform('bootstrap moves local state into the bucket, and run again changes nothing', async () => {
  // A resource of Terraform's own stands for the bucket: it can be applied without AWS.
  change('keyhold-state', (json) => {
    json['resource'] = { terraform_data: { state: {} } };
    delete json['data'];
  });
  const first = join(bench.artifact, 'stacks', 'keyhold-state-first');
  mkdirSync(first);
  const state = { version: 4, terraform_version: '1.10.0', serial: 1, lineage: 'bootstrap', outputs: {} };
  writeFileSync(join(first, 'terraform.tfstate'), JSON.stringify({ ...state, resources: [] }));

  const resumed = bench.run('bootstrap', [...dev, '--yes'], on(withBucket));
  expect(await resumed.ended).toBe(0);
  expect(resumed.stdout).toMatch(/not finished[\s\S]*1 added[\s\S]*Moving that state/);
  expect(existsSync(first)).toBe(false);

  const again = bench.run('bootstrap', [...dev, '--yes'], on(withBucket));
  expect(await again.ended).toBe(0);
  expect(again.stdout).toContain('Nothing to change.');
});
