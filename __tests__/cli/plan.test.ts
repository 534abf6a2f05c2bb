import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bench, type Scenario } from './deployment/bench';

const prod = ['--environment', 'prod'];

const PLANS = join(__dirname, '..', '..', 'packages', 'plan-review', '__tests__', 'plans');

interface Recorded {
  readonly error?: string;
  readonly plan: object;
}

/** Terraform as it answered when the plan was recorded. */
function asRecorded(name: string): Scenario {
  const { plan, error } = JSON.parse(readFileSync(join(PLANS, `${name}.jsonl`), 'utf8')) as Recorded;
  const made = error === undefined ? { code: 0 } : { code: 1, stderr: error };
  return { init: {}, plan: made, show: { stdout: JSON.stringify(plan) } };
}

let bench: Bench;
beforeEach(() => {
  bench = new Bench('keyhold-prod');
});
afterEach(() => bench.remove());

test.each([
  [0, 'nothing-changed', 'prod: nothing to change'],
  [2, 'index-added', '4 to change'],
  [3, 'table-key-changed', 'This would replace the table'],
])('exit code %i: %s', async (code, plan, said) => {
  const review = bench.stub(asRecorded(plan)).run('plan', prod);
  expect(await review.ended).toBe(code);
  expect(review.stdout).toContain(said);
  expect(bench.temporaryFiles).toEqual([]);
});

test('exit code 1, and why, where Terraform cannot plan', async () => {
  const failing = { init: { code: 1, stderr: 'Error: No valid credential sources found\n' } };
  const review = bench.stub(failing).run('plan', prod);
  expect(await review.ended).toBe(1);
  expect(review.stderr).toContain('No valid credential sources found');
  expect(review.stdout).toBe('');
});

test('--json is the review alone on stdout; --markdown is a file, which goes where nothing changes', async () => {
  const file = join(bench.folder, 'review.md');
  const options = [...prod, '--json', '--markdown', file];
  const changed = bench.stub(asRecorded('index-added')).run('plan', options);
  await changed.ended;
  expect(JSON.parse(changed.stdout)).toMatchObject({ environment: 'prod', counts: { change: 4 } });
  expect(readFileSync(file, 'utf8')).toContain('4 to change');

  await bench.stub(asRecorded('nothing-changed')).run('plan', options).ended;
  expect(existsSync(file)).toBe(false);
});

describe('--base', () => {
  const path = (own: Bench) => ({ path: `${join(own.folder, 'bin')}:${process.env['PATH']}` });

  test('tells what the change breaks that the base did not', async () => {
    const stack = join(bench.artifact, 'stacks', 'keyhold-prod', 'cdk.tf.json');
    const changed = readFileSync(stack, 'utf8').replaceAll(
      /"point_in_time_recovery": \{\s*"enabled": true/g,
      '"point_in_time_recovery": {"enabled": false',
    );
    writeFileSync(stack, changed);
    const review = bench
      .stub(asRecorded('index-added'))
      .run('plan', [...prod, '--base', 'HEAD'], path(bench));
    expect(await review.ended).toBe(2);
    expect(review.stdout).toMatch(/new: CKV_AWS_28 aws_dynamodb_table\.apartments/);
  });

  test('a commit that nobody knows is an error that says so', async () => {
    const review = bench.stub({}).run('plan', [...prod, '--base', 'no-such-commit'], path(bench));
    expect(await review.ended).toBe(1);
    expect(review.stderr).toContain('--base no-such-commit');
    expect(bench.commands).toEqual([]);
  });
});
