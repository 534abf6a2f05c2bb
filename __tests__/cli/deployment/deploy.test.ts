import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LocalCloud } from '@keyhold/local-cloud';
import { stackFolder } from '../../synthesize';
import { Bench, type Reply, type Scenario } from './bench';

/** What `terraform show -json` tells of a plan, and a secret. */
function planJson(actions: string[], before: object | null, after: object | null): string {
  const table = { address: 'aws_dynamodb_table.apartments', type: 'aws_dynamodb_table', name: 'apartments' };
  const caller = { type: 'aws_caller_identity', values: { account_id: '111122223333' } };
  return JSON.stringify({
    format_version: '1.2',
    planned_values: { outputs: { apiKey: { sensitive: true, value: 'da2-planned' } } },
    prior_state: { values: { root_module: { resources: [caller] } } },
    resource_changes: [{ ...table, mode: 'managed', change: { actions, before, after } }],
    output_changes: {
      apiKey: { actions: ['create'], before: null, after: 'da2-planned', after_sensitive: true },
    },
  });
}

const TABLE = { name: 'keyhold-dev-apartments', hash_key: 'Id' };

let bench: Bench;
let cloud: LocalCloud;
beforeAll(async () => {
  bench = new Bench('keyhold-dev');
  cloud = await LocalCloud.start({ artifact: stackFolder('keyhold-local') });
});
afterAll(async () => {
  await cloud.stop();
  bench.remove();
});

/** Terraform's outputs as if the local cloud were the environment. */
function outputs(siteUrl = cloud.edgeUrl): Reply {
  const { apartmentsTable, apiKey } = cloud.outputs;
  return {
    stdout: JSON.stringify({
      siteUrl: { sensitive: false, type: 'string', value: siteUrl },
      apartmentsTable: { sensitive: false, type: 'string', value: apartmentsTable },
      apiKey: { sensitive: true, type: 'string', value: apiKey },
    }),
  };
}

function scenario(more: Scenario = {}): Scenario {
  const show = { stdout: planJson(['create'], null, TABLE) };
  return { plan: { code: 2 }, show, output: outputs(), ...more };
}

const toAws = () => ({ variables: { AWS_ENDPOINT_URL_DYNAMODB: cloud.gatewayUrl } });
const dev = ['--environment', 'dev'];

test('an empty table: the smoke test is skipped and says so', async () => {
  const deploy = bench.stub(scenario()).run('deploy', [...dev, '--yes'], toAws());
  expect(await deploy.ended).toBe(0);
  expect(deploy.stdout).toMatch(/Skipped: no apartment is vacant\. \(--samples/);
});

test('it plans, asks, applies exactly that plan, loads samples, and books and releases one apartment', async () => {
  const deploy = bench.stub(scenario()).run('deploy', [...dev, '--samples'], toAws());
  await deploy.printed('in account 111122223333?');
  expect(bench.commands).toEqual(['init', 'plan', 'show']);
  deploy.type('yes');
  expect(await deploy.ended).toBe(0);
  expect(bench.commands).toEqual(['init', 'plan', 'show', 'apply', 'output']);
  const [, plan, , apply] = bench.calls.filter(({ command }) => command !== 'version');
  expect(apply?.options.at(-1)).toBe(plan?.file);
  expect(deploy.stdout).toMatch(/dev: 1 to add/);
  expect(deploy.stdout).toMatch(/\d+ apartments\./);
  expect(deploy.stdout).toMatch(/Apartment \S+ was held and released \(reservation smoke-/);
  expect(deploy.stdout).toContain(`Deployed: ${cloud.edgeUrl}`);
});

test('run again with samples, it adds none', async () => {
  const deploy = bench
    .stub(scenario({ plan: { code: 0, stdout: 'No changes.\n' } }))
    .run('deploy', [...dev, '--yes', '--samples'], toAws());
  expect(await deploy.ended).toBe(0);
  expect(bench.commands).toEqual(['init', 'plan', 'output']);
  expect(deploy.stdout).toMatch(/Nothing to change[\s\S]*holds apartments already: none was added/);
});

test('the plan file lies where only this user can enter, and is gone afterwards; no secret of it is printed', async () => {
  const deploy = bench.stub(scenario()).run('deploy', [...dev, '--yes'], toAws());
  expect(await deploy.ended).toBe(0);
  const planned = bench.calls.filter(({ file }) => file !== undefined);
  expect(planned.map(({ folderMode }) => folderMode)).toEqual([0o700, 0o700, 0o700]);
  expect(bench.temporaryFiles).toEqual([]);
  expect(deploy.stdout + deploy.stderr).not.toMatch(/da2-/);
});

test('a plan that the review forbids is never applied, whoever says yes: exit code 3', async () => {
  const show = { stdout: planJson(['delete'], TABLE, null) };
  const deploy = bench.stub(scenario({ show })).run('deploy', [...dev, '--yes']);
  expect(await deploy.ended).toBe(3);
  expect(deploy.stdout).toContain('Forbidden');
  expect(deploy.stderr).toMatch(/The review forbids this plan: nothing was applied/);
  expect(bench.commands).toEqual(['init', 'plan', 'show']);
  expect(bench.temporaryFiles).toEqual([]);
});

test('only the plan that was reviewed is applied, where its hash is given', async () => {
  const other = bench.stub(scenario()).run('deploy', [...dev, '--yes', '--reviewed', 'another']);
  expect(await other.ended).toBe(1);
  const hash = /This plan \(hash ([0-9a-f]+)\) is not the one that was reviewed \(another\)/.exec(
    other.stderr,
  )?.[1];
  expect(bench.commands).toEqual(['init', 'plan', 'show']);
  const same = bench.stub(scenario()).run('deploy', [...dev, '--yes', '--reviewed', String(hash)]);
  expect(await same.ended).toBe(0);
  expect(bench.commands).toContain('apply');
});

describe('without a yes, nothing is applied', () => {
  test.each([
    ['another answer', 'y'],
    ['an empty answer', ''],
  ])('%s', async (_, answer) => {
    const deploy = bench.stub(scenario()).run('deploy', dev).type(answer);
    expect(await deploy.ended).toBe(1);
    expect(deploy.stderr).toMatch(/nothing was changed/);
    expect(bench.commands).not.toContain('apply');
    expect(bench.temporaryFiles).toEqual([]);
  });

  test('nobody there to answer', async () => {
    const deploy = bench.stub(scenario()).run('deploy', dev).hangUp();
    expect(await deploy.ended).toBe(1);
    expect(deploy.stderr).toMatch(/Nobody was there to answer[\s\S]*--yes/);
    expect(bench.commands).not.toContain('apply');
  });
});

describe('Ctrl-C', () => {
  test('reaches Terraform once, is waited for, and leaves nothing behind', async () => {
    const deploy = bench
      .stub(scenario({ apply: { waitsForInterrupt: true } }))
      .run('deploy', [...dev, '--yes']);
    await deploy.printed('Waiting.');
    deploy.signal('SIGINT');
    expect(await deploy.ended).toBe(130);
    expect(deploy.stdout).toContain('Interrupt received.');
    expect(deploy.stderr).toMatch(/Interrupted/);
    expect(bench.commands.slice(-2)).toEqual(['apply', 'SIGINT']);
    expect(bench.temporaryFiles).toEqual([]);
  });

  test('at the question, nothing is applied', async () => {
    const deploy = bench.stub(scenario()).run('deploy', dev);
    await deploy.printed('Only "yes" does it');
    deploy.signal('SIGINT');
    expect(await deploy.ended).toBe(130);
    expect(bench.commands).not.toContain('apply');
    expect(bench.temporaryFiles).toEqual([]);
  });
});

describe('a site that does not book fails the deployment, with what it answered', () => {
  let site: Server;
  afterEach(() => {
    site.close();
  });

  test.each([
    ['an error page', 503, 'text/html', '<h1>Later</h1>', /answered 503: <h1>Later/],
    ['the firewall', 403, 'text/html', '<h1>No</h1>', /firewall[\s\S]*anonymous-IP/],
    [
      'an error of the API',
      200,
      'application/json',
      '{"data":null,"errors":[{"message":"It broke."}]}',
      /It broke/,
    ],
  ])('%s', async (_, status, type, body, message) => {
    site = createServer((request, response) => {
      request.resume();
      response.writeHead(status, { 'content-type': type }).end(body);
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    const deploy = bench.stub(scenario({ output: outputs(url) })).run('deploy', [...dev, '--yes']);
    expect(await deploy.ended).toBe(1);
    expect(deploy.stderr).toMatch(/The smoke test failed/);
    expect(deploy.stderr).toMatch(message);
    expect(deploy.stdout).not.toContain('Deployed:');
  });
});

test('samples that cannot be written are told, with what is done already', async () => {
  const nowhere = { variables: { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '1' } };
  const deploy = bench.stub(scenario()).run('deploy', [...dev, '--yes', '--samples'], nowhere);
  expect(await deploy.ended).toBe(1);
  expect(deploy.stderr).toMatch(/sample apartments were not all put[\s\S]*deployment itself is done/);
});
