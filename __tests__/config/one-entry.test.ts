import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SourceCopy } from '../source-copy';

/** The whole change that adds an environment. */
const ENTRY = '  sandbox: { ...throwaway, logRetentionDays: 14, edge: withoutFirewall },\n';
/** The checks that know environments: their settings, the rules and waivers, the workflows, the roles of CI. */
const CHECKS = [
  '__tests__/config/environments.test.ts',
  '__tests__/policy/policy.test.ts',
  '__tests__/workflows.test.ts',
  '__tests__/stacks/ci-roles.test.ts',
];

let copy: SourceCopy;
beforeAll(() => {
  copy = new SourceCopy('__tests__', '.github', 'jest.config.js', 'jest.base.js', 'packages');
  copy.change('config/environments.ts', '  staging: guarded,\n', `${ENTRY}  staging: guarded,\n`);
});
afterAll(() => copy.remove());

test('a new throwaway environment passes every check by its entry alone', async () => {
  const { stdout: listed } = copy.run('cli/environments.ts', '--json');
  const names = (JSON.parse(listed) as { include: { environment: string }[] }).include;
  expect(names.map(({ environment }) => environment)).toEqual(['dev', 'sandbox', 'staging', 'prod']);

  const options = ['--selectProjects', 'keyhold', '--runInBand', '--json', '--outputFile', 'results.json'];
  const { code, stderr } = await copy.start(
    'jest/bin/jest.js',
    [...options, '--runTestsByPath', ...CHECKS],
    {},
  );
  const results = JSON.parse(readFileSync(join(copy.folder, 'results.json'), 'utf8')) as {
    numPassedTestSuites: number;
    numFailedTests: number;
  };
  expect({ code, failed: results.numFailedTests, stderr: code === 0 ? '' : stderr }).toEqual({
    code: 0,
    failed: 0,
    stderr: '',
  });
  expect(results.numPassedTestSuites).toBe(CHECKS.length);
}, 300_000);
