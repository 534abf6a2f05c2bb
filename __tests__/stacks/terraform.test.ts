import { LocalCloud } from '@keyhold/local-cloud';
import { stackFolder } from '../synthesize';
import { STACKS } from './synthesized';
import { TerraformFolder } from './terraform';

const folder = new TerraformFolder(STACKS.map(stackFolder));
const unavailable = folder.init().code !== 0;

// Elsewhere they are skipped and say so; under CI a missing Terraform is a failure.
const withTerraform = unavailable && process.env['CI'] !== 'true' ? test.skip : test;
if (unavailable)
  process.stderr.write(
    'Terraform 1.11 or newer with AWS provider 5.100.0 is not to be had: its tests do not run.\n',
  );

let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await LocalCloud.start({ artifact: stackFolder('keyhold-local') });
});
afterAll(async () => {
  await cloud.stop();
  folder.remove();
});

withTerraform(
  // A plan validates first (https://developer.hashicorp.com/terraform/cli/commands/validate).
  'every stack is valid, and is planned from nothing without an AWS account',
  async () => {
    const plan = await folder.plan(cloud.gatewayUrl);
    expect(plan.output).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy\./);
    for (const stack of STACKS) expect(plan.output).toContain(`# module.${stack}.`);
    expect(plan.code).toBe(0);
  },
);

withTerraform(
  'such a plan asks AWS who it is, whether the workflow is valid and for random secrets, and nothing else',
  () => {
    // What runs in the cloud meanwhile asks for itself, by its roles.
    const asked = new Set(
      cloud.recentCalls
        .filter(({ principal }) => principal.kind === 'developer')
        .map(({ service, action }) => `${service}:${action}`),
    );
    expect(asked).toEqual(
      new Set([
        'sts:GetCallerIdentity',
        'states:ValidateStateMachineDefinition',
        'secretsmanager:GetRandomPassword',
      ]),
    );
  },
);
