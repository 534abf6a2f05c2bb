import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policy, type Waiver } from '@keyhold/plan-review';
import { allowances, checkedStacks, POLICY, stackOf } from '../../cli/review-settings';
import { DEPLOYED_ENVIRONMENTS } from '../../config/environments';
import { WAIVERS } from '../../config/policy';
import { compiled } from '../programs';
import { deployedOutput, stackFolder } from '../synthesize';

const ROOT = join(__dirname, '..', '..');

function read(environment: string): string {
  return readFileSync(join(stackFolder(`keyhold-${environment}`), 'cdk.tf.json'), 'utf8');
}

const stacks = checkedStacks().map((name) => stackOf(name, JSON.parse(read(name))));

/** What a stack breaks, waived or not. */
function findings(json: unknown, environment: string) {
  return policy([stackOf(environment, json)], POLICY).findings;
}

test('every environment keeps every rule or has a waiver, and every waiver is needed and in force', () => {
  expect(policy(stacks, POLICY).faults).toEqual([]);
});

test('what runs on a laptop breaks the rules that dev breaks, and no other', () => {
  const local = JSON.parse(readFileSync(join(stackFolder('keyhold-local'), 'cdk.tf.json'), 'utf8'));
  const broken = (json: unknown, environment: string) =>
    findings(json, environment).map(({ rule, address }) => `${rule} ${address}`);
  expect(broken(local, 'local')).toEqual(broken(JSON.parse(read('dev')), 'dev'));
});

test('the allowances of config/ can be read', () => {
  expect(allowances()).toEqual({ destroy: expect.any(Array), drift: expect.any(Array) });
});

test('every waiver gives a reason that can be judged, and holds for a year at most', () => {
  for (const { reason, expires } of WAIVERS) {
    expect(reason).toMatch(/^.{30,}\.$/);
    expect(Date.parse(expires)).toBeLessThan(Date.parse('2027-12-31'));
  }
});

test('rules are asked about something: few verdicts are unknown', () => {
  const { checks } = policy(stacks, POLICY);
  const unknown = checks.filter(({ verdict }) => verdict === 'unknown').map(({ rule }) => rule);
  expect(new Set(unknown)).toEqual(new Set(['AWS-0320', 'own:definition-secrets']));
  expect(checks.length).toBeGreaterThan(400);
});

test('a stack that opens a bucket breaks rules that nobody waived', () => {
  const json = JSON.parse(
    read('prod').replace('"block_public_policy": true', '"block_public_policy": false'),
  );
  expect(findings(json, 'prod').filter(({ waiver }) => !waiver)).toEqual([
    expect.objectContaining({
      rule: 'S3.8',
      environment: 'prod',
      address: expect.stringMatching(/^aws_s3_bucket\./),
    }),
  ]);
});

describe('a waiver', () => {
  const json = { resource: { aws_lambda_function: { web: { runtime: 'nodejs18.x' } } } };
  const waiver: Waiver = {
    rule: 'CKV_AWS_363',
    address: 'aws_lambda_function.w*',
    environments: ['dev'],
    reason: 'Not yet.',
    expires: '2027-01-31',
  };
  const faults = (waivers: readonly Waiver[], day = '2027-01-31') =>
    policy([stackOf('dev', json)], {
      rules: POLICY.rules,
      waivers,
      today: new Date(`${day}T23:59:59Z`),
    }).faults.filter((fault) => /CKV_AWS_363/.test(fault));

  test('lets a rule be broken until its last day is over', () => {
    expect(faults([waiver])).toEqual([]);
  });

  test('that is missing is a fault', () => {
    expect(faults([])).toEqual([expect.stringMatching(/broken in dev by aws_lambda_function.web/)]);
  });

  test('that has run out is a fault, and waives nothing', () => {
    expect(faults([waiver], '2027-02-01')).toEqual([
      expect.stringMatching(/broken in dev/),
      expect.stringMatching(/expired on 2027-01-31/),
    ]);
  });

  test('that nothing needs is a fault', () => {
    const unused = { ...waiver, address: 'aws_lambda_function.other' };
    expect(faults([waiver, unused])).toEqual([expect.stringMatching(/other is not needed in dev/)]);
  });

  test('that one of its environments does not need is a fault', () => {
    expect(faults([{ ...waiver, environments: ['dev', 'prod'] }])).toEqual([
      expect.stringMatching(/not needed in prod/),
    ]);
  });

  test('that never ends is a fault', () => {
    expect(faults([{ ...waiver, expires: 'never' }])).toEqual([
      expect.stringMatching(/"never", which is not a date/),
    ]);
  });

  test.each([
    ['aws_lambda_function.web', true],
    ['aws_lambda_function.*', true],
    ['*', true],
    ['aws_lambda_function.we', false],
    ['aws_lambda_functionXweb', false],
  ])('for %s covers aws_lambda_function.web: %p', (address, covers) => {
    expect(faults([{ ...waiver, address }]).length === 0).toBe(covers);
  });
});

describe('npm run policy', () => {
  const run = (artifact: string) =>
    execFileSync(process.execPath, [...compiled('cli/policy.ts'), '--artifact', artifact], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'keyhold-policy-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('prints every rule, every environment and every waiver', () => {
    const printed = run(deployedOutput());
    expect(printed).toMatch(new RegExp(`^rule +${checkedStacks().join(' +')} +demand\\n`));
    const cells = stacks.map(({ kind }) => (kind === 'protected' ? 'ok 3' : '-'));
    expect(printed).toMatch(
      new RegExp(`^DynamoDB\\.6 +${cells.join(' +')} +AWS refuses to delete a table$`, 'm'),
    );
    expect(printed).toContain(
      `CKV_AWS_86 for aws_cloudfront_distribution.distribution in ${DEPLOYED_ENVIRONMENTS.join(', ')}, until`,
    );
    for (const { ids } of POLICY.rules) expect(printed).toMatch(new RegExp(`^${ids[0]} `, 'm'));
    expect(printed).toContain('Every rule is kept or waived.');
  });

  test('ends in exit code 1 and names what is broken', () => {
    cpSync(deployedOutput(), folder, { recursive: true });
    const file = join(folder, 'stacks', 'keyhold-prod', 'cdk.tf.json');
    writeFileSync(
      file,
      read('prod').replace('"deletion_protection_enabled": true', '"deletion_protection_enabled": false'),
    );
    expect(() => run(folder)).toThrow(
      expect.objectContaining({
        status: 1,
        stderr: expect.stringMatching(/✗ DynamoDB\.6 is broken in prod by aws_dynamodb_table\.apartments\./),
      }),
    );
  });

  test('without stacks says how to make them', () => {
    expect(() => run(tmpdir())).toThrow(
      expect.objectContaining({ status: 1, stderr: expect.stringMatching(/npm run synth/) }),
    );
  });
});
