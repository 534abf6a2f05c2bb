import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Bench, type Scenario } from './bench';
import { SAYINGS } from './terraform-says';

const changes = { code: 2, stdout: 'Plan: 7 to add\n' };
const show = { stdout: '{}' };
const output = {
  stdout: JSON.stringify({
    siteUrl: { sensitive: false, type: 'string', value: 'https://d111.cloudfront.net' },
    apiKey: { sensitive: true, type: 'string', value: 'da2-secret' },
  }),
};

let bench: Bench;
beforeEach(() => {
  bench = new Bench('keyhold-dev', 'keyhold-state');
});
afterEach(() => bench.remove());

/** What Terraform says of a usual failure. */
function failureOf(name: string): { code: number; stderr: string } {
  const scenario = SAYINGS.find(({ failure }) => failure === name)?.scenario ?? {};
  const stderr = Object.values(scenario)
    .flat()
    .map((reply) => reply.stderr ?? '')
    .join('');
  return { code: 1, stderr };
}

describe('bootstrap', () => {
  const dev = ['--environment', 'dev', '--yes'];
  const first = () => join(bench.artifact, 'stacks', 'keyhold-state-first');
  const noBucket = failureOf('no state bucket');
  const state = { writes: { 'terraform.tfstate': '{"version": 4}' } };

  test('makes the bucket on local state, moves that in, and leaves no file behind', async () => {
    const scenario: Scenario = { init: [noBucket, {}, {}], plan: changes, apply: state };
    const bootstrap = bench.stub(scenario).run('bootstrap', dev);
    expect(await bootstrap.ended).toBe(0);
    expect(bench.commands).toEqual(['init', 'init', 'plan', 'apply', 'init']);
    const [looked, , , applied, moved] = bench.calls.filter(({ command }) => command !== 'version');
    expect(looked?.folder).toMatch(/keyhold-state$/);
    expect(applied?.folder).toMatch(/keyhold-state-first$/);
    expect(moved?.options).toEqual(expect.arrayContaining(['-migrate-state', '-force-copy']));
    expect(existsSync(first())).toBe(false);
    // That there is none yet is no failure to be shown.
    expect(bootstrap.stderr).toBe('');
  });

  test('run twice changes nothing', async () => {
    const bootstrap = bench.stub({ plan: { code: 0, stdout: 'No changes.\n' } }).run('bootstrap', dev);
    expect(await bootstrap.ended).toBe(0);
    expect(bench.commands).toEqual(['init', 'plan']);
    expect(bootstrap.stdout).toContain('Nothing to change.');
  });

  test('what the code has added since is planned on the state in the bucket', async () => {
    const bootstrap = bench.stub({ plan: changes }).run('bootstrap', dev);
    expect(await bootstrap.ended).toBe(0);
    expect(bench.commands).toEqual(['init', 'plan', 'apply']);
    expect(bench.calls.every(({ folder }) => folder.endsWith('keyhold-state'))).toBe(true);
  });

  test.each([
    [
      'applying',
      { apply: [{ ...state, ...failureOf('not permitted') }, {}] },
      ['init', 'plan', 'apply', 'init'],
    ],
    [
      'moving the state',
      { init: [noBucket, {}, failureOf('expired token'), {}, {}], apply: state },
      ['init', 'plan', 'apply', 'init'],
    ],
  ])('after a failure in %s it goes on where it was, and loses no state', async (_, failing, again) => {
    const scenario: Scenario = { init: [noBucket, {}], plan: changes, ...failing };
    const failed = bench.stub(scenario).run('bootstrap', dev);
    expect(await failed.ended).toBe(1);
    expect(existsSync(join(first(), 'terraform.tfstate'))).toBe(true);
    const before = bench.commands.length;
    const resumed = bench.run('bootstrap', dev);
    expect(await resumed.ended).toBe(0);
    expect(resumed.stdout).toContain('An earlier run was not finished');
    expect(bench.commands.slice(before)).toEqual(again);
    expect(existsSync(first())).toBe(false);
  });

  test('another failure than a missing bucket is shown and explained, and nothing is made', async () => {
    const bootstrap = bench.stub({ init: failureOf('expired token') }).run('bootstrap', dev);
    expect(await bootstrap.ended).toBe(1);
    expect(bootstrap.stderr).toMatch(/ExpiredToken[\s\S]*✗ .*session has expired/);
    expect(bench.commands).toEqual(['init']);
  });
});

describe('destroy', () => {
  const dev = ['--environment', 'dev'];

  test.each(['staging', 'prod'])(
    'refuses %s, whose data is protected, before Terraform is run',
    async (name) => {
      const destroy = bench.stub({}).run('destroy', ['--environment', name, '--yes']);
      expect(await destroy.ended).toBe(1);
      expect(destroy.stderr).toMatch(/protects its data[\s\S]*protectData/);
      expect(bench.calls).toEqual([]);
    },
  );

  test("asks for the environment's name, and applies that plan", async () => {
    const destroy = bench.stub({ plan: changes, show }).run('destroy', dev);
    await destroy.printed('Only "dev" does it');
    destroy.type('dev');
    expect(await destroy.ended).toBe(0);
    expect(bench.commands).toEqual(['init', 'plan', 'show', 'apply']);
    const [, plan, , apply] = bench.calls.filter(({ command }) => command !== 'version');
    expect(plan?.options).toContain('-destroy');
    expect(apply?.options.at(-1)).toBe(plan?.file);
  });

  test.each(['yes', 'Dev', ''])('the answer %j destroys nothing', async (answer) => {
    const destroy = bench.stub({ plan: changes, show }).run('destroy', dev).type(answer);
    expect(await destroy.ended).toBe(1);
    expect(bench.commands).toEqual(['init', 'plan', 'show']);
  });
});

describe('outputs', () => {
  const dev = ['--environment', 'dev'];

  test('are printed without secrets, progress apart from them', async () => {
    const outputs = bench.stub({ output }).run('outputs', dev);
    expect(await outputs.ended).toBe(0);
    expect(outputs.stdout).toBe(
      'siteUrl  https://d111.cloudfront.net\napiKey   (hidden; --show-secrets shows it)\n',
    );
  });

  test.each([
    ['--json', [], { siteUrl: 'https://d111.cloudfront.net' }],
    [
      '--json --show-secrets',
      ['--show-secrets'],
      { siteUrl: 'https://d111.cloudfront.net', apiKey: 'da2-secret' },
    ],
  ])('%s is JSON and nothing else', async (_, options, expected) => {
    const outputs = bench.stub({ output }).run('outputs', [...dev, '--json', ...options]);
    expect(await outputs.ended).toBe(0);
    expect(JSON.parse(outputs.stdout)).toEqual(expected);
  });

  test('an environment that is not deployed says so', async () => {
    const outputs = bench.stub({ output: { stdout: '{}' } }).run('outputs', dev);
    expect(await outputs.ended).toBe(0);
    expect(outputs.stderr).toContain('It is not deployed'.toLowerCase());
  });
});
