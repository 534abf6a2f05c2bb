import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const DEPCRUISE = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');

function cruise(...paths: string[]) {
  const options = ['--config', '.dependency-cruiser.cjs'];
  return spawnSync(process.execPath, [DEPCRUISE, ...options, ...paths], { cwd: ROOT, encoding: 'utf8' });
}

test('the arrows of the layout point one way', () => {
  const { status, stdout } = cruise(
    'main.ts',
    'config',
    'stacks',
    'functions',
    'packages/local-cloud',
    'cli',
    'web',
    'packages/plan-review',
    'bench',
    'laws',
    '__tests__',
  );
  expect(stdout).toContain('no dependency violations found');
  expect(status).toBe(0);
});

/** By the rule that finds it: where a file stands, and what it must not import from there. */
const AGAINST_THE_LAYOUT: readonly (readonly [rule: string, folder: string, source: string])[] = [
  [
    'local-knows-synthesized-json-only',
    'packages/local-cloud',
    "export { environment } from '../../config/environments';",
  ],
  ['no-function-knows-another', 'functions/catalog', "export { prepare } from '../booking/operations';"],
  [
    'no-function-knows-another',
    'functions/payments/domain',
    "import type { follow } from '../../changes/domain/follow';",
  ],
  ['shared-rooms-know-no-function', 'functions/tables', "export { telemetry } from '../booking/telemetry';"],
  ['the-domain-stands-alone', 'functions/domain', "import type { Context } from 'aws-lambda';"],
  ['the-domain-stands-alone', 'functions/booking/domain', "export { Table } from '../../tables/table';"],
  [
    'the-domain-stands-alone',
    'functions/payments/domain',
    "export { HttpError } from '../../runtime/http/errors';",
  ],
  ['the-domain-stands-alone', 'functions/payments/domain', "export { route } from '../routes';"],
  ['tables-know-items-only', 'functions/tables', "export { logger } from '../runtime/telemetry';"],
  [
    'only-tables-and-runtime-touch-aws',
    'functions/booking',
    "export { SFNClient } from '@aws-sdk/client-sfn';",
  ],
  [
    'only-tables-and-runtime-touch-aws',
    'functions/changes',
    "export { Logger } from '@aws-lambda-powertools/logger';",
  ],
];

describe('against the layout', () => {
  const files = AGAINST_THE_LAYOUT.map(
    ([, folder], index) => `${folder}/against-the-layout-${process.pid}-${index}.ts`,
  );
  let found: string;
  beforeAll(() => {
    AGAINST_THE_LAYOUT.forEach(([, , source], index) => {
      writeFileSync(join(ROOT, files[index] ?? ''), `${source}\n`);
    });
    found = cruise(...files).stdout;
  });
  afterAll(() => {
    for (const file of files) rmSync(join(ROOT, file), { force: true });
  });

  test.each(AGAINST_THE_LAYOUT.map(([rule, , source], index) => ({ rule, source, file: files[index] })))(
    '$rule finds $source',
    ({ rule, file }) => {
      expect(found).toContain(`error ${rule}: ${file} `);
    },
  );
});
