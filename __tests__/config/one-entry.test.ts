import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SourceCopy } from '../source-copy';
import { stackFolder } from '../synthesize';

/** The whole change that adds an environment. */
const ENTRY = '  sandbox: { ...throwaway, logRetentionDays: 14, edge: withoutFirewall },\n';
/** The checks that know environments: their settings, the rules and waivers, the workflows, the roles of CI. */
const CHECKS = [
  '__tests__/config/environments.test.ts',
  '__tests__/policy/policy.test.ts',
  '__tests__/workflows.test.ts',
  '__tests__/stacks/ci-roles.test.ts',
];

/**
 * The checks read stacks and programs that are made here. actionlint is left out: it costs seconds, and no workflow
 * names an environment.
 */
const CONFIG = `
const { projects: [{ globalSetup: _, ...keyhold }] } = require('./jest.config');
module.exports = { cacheDirectory: __dirname + '/.cache', projects: [keyhold], testNamePattern: '^(?!actionlint)' };
`;

let copy: SourceCopy;
beforeAll(async () => {
  copy = new SourceCopy(
    '__tests__',
    '.github',
    'jest.config.js',
    'jest.base.js',
    'jest.environment.js',
    'jest.setup.js',
    'packages',
  );
  copy.change('config/environments.ts', '  staging: guarded,\n', `${ENTRY}  staging: guarded,\n`);
  writeFileSync(join(copy.folder, 'jest.checks.js'), CONFIG);
  await copy.compile('main.ts', 'cli/environments.ts', 'cli/policy.ts');
});
afterAll(() => copy.remove());

test('a new throwaway environment passes every check by its entry alone', async () => {
  const { stdout: listed } = copy.run('cli/environments.ts', '--json');
  const names = (JSON.parse(listed) as { include: { environment: string }[] }).include;
  expect(names.map(({ environment }) => environment)).toEqual(['dev', 'sandbox', 'staging', 'prod']);

  const stacks = join(copy.folder, 'stacks-of-the-run');
  expect(copy.run('main.ts', '--output', join(stacks, 'deployed'))).toMatchObject({ code: 0, stderr: '' });
  // The environment `local` is not changed by another one.
  mkdirSync(join(stacks, 'local', 'stacks'), { recursive: true });
  symlinkSync(stackFolder('keyhold-local'), join(stacks, 'local', 'stacks', 'keyhold-local'));

  const options = ['--config', 'jest.checks.js', '--runInBand', '--json', '--outputFile', 'results.json'];
  const { code, stderr } = await copy.start('jest/bin/jest.js', [...options, '--runTestsByPath', ...CHECKS], {
    KEYHOLD_TEST_STACKS: stacks,
    KEYHOLD_TEST_PROGRAMS: copy.programs,
  });
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
