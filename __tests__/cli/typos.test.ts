import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { explanation } from '../../cli/failure';
import { allowances } from '../../cli/review-settings';
import { readSamples } from '../../cli/sample-apartments';
import { readSchema } from '../../stacks/constructs/schema-source';
import { checkDefinition } from '../../stacks/constructs/workflow-source';
import { compiled, interpreted } from '../programs';
import { SourceCopy } from '../source-copy';
import { stackFolder } from '../synthesize';

const ROOT = join(__dirname, '..', '..');
const SCHEMA = 'graphql/schema.graphql';
const WORKFLOW = 'asl/booking.asl.json';
const SAMPLES = 'data/apartments.json';
const ENVIRONMENTS = 'config/environments.ts';
const ALLOWANCES = 'config/allowances.json';

const SUBSTITUTIONS = { DDBUpdateItem: 'update', DDBGetItem: 'get', DDBTable: 'table' };

/** What reads each file. */
const READERS: Record<string, (file: string) => unknown> = {
  [SCHEMA]: readSchema,
  [WORKFLOW]: (file) => checkDefinition(file, SUBSTITUTIONS),
  [SAMPLES]: readSamples,
  [ALLOWANCES]: allowances,
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyhold-typos-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(Object.keys(READERS))('%s as it is has no mistake', (file) => {
  expect(() => READERS[file]?.(join(ROOT, file))).not.toThrow();
});

describe('a typo is told by file, place and what to do, and by no stack', () => {
  test.each([
    [
      SCHEMA,
      'a misspelt keyword',
      'type Price ',
      'tpye Price ',
      /:\d+:1: Syntax Error: Unexpected Name "tpye"/,
    ],
    [SCHEMA, 'an unknown type', 'price: Price!', 'price: Prize!', /:\d+:\d+: Unknown type "Prize".*"Price"/],
    [
      SCHEMA,
      'an unknown directive',
      'Apartment @aws_api_key',
      'Apartment @aws_apikey',
      /:\d+:\d+: Unknown directive "@aws_apikey"/,
    ],
    [SCHEMA, 'an open brace', 'enum BookedStatus {', 'enum BookedStatus', /:\d+:\d+: Syntax Error/],
    [WORKFLOW, 'broken JSON', '"Type": "Task",', '"Type": "Task"', /:\d+:\d+: This is not JSON/],
    [
      WORKFLOW,
      'an unknown first state',
      '"StartAt": "Change',
      '"StartAt": "Chnage',
      / at StartAt: There is no state "Chnage Apartment Status"; there are "Change Apartment Status"/,
    ],
    [
      WORKFLOW,
      'an unknown next state',
      '"Next": "Wait"',
      '"Next": "Wiat"',
      / at States\..*Next: There is no state "Wiat"/,
    ],
    [
      WORKFLOW,
      'an unknown type of state',
      '"Type": "Wait"',
      '"Type": "Wiat"',
      / at States\.Wait\.Type: "Wiat" is no type/,
    ],
    [
      WORKFLOW,
      'an unknown placeholder',
      '${DDBTable}',
      '${DDBTabel}',
      / at States\..*: Nothing stands for \$\{DDBTabel\}/,
    ],
    [SAMPLES, 'broken JSON', '"bedrooms": 2,', '"bedrooms": 2', /:\d+:\d+: This is not JSON/],
    [
      SAMPLES,
      'a text for a number',
      '"bedrooms": 2',
      '"bedrooms": "2"',
      / at \[0\]\.bedrooms: .*expected number/,
    ],
    [SAMPLES, 'a misspelt field', '"complexId"', '"complexid"', / at \[0\]/],
  ])('%s: %s', (file, _, from, to, told) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    expect(text).toContain(from);
    const copy = join(folder, basename(file));
    writeFileSync(
      copy,
      text.replace(from, () => to),
    );
    let error: unknown;
    try {
      READERS[file]?.(copy);
    } catch (thrown) {
      error = thrown;
    }
    const { text: said, exitCode } = explanation(error);
    expect(said).toMatch(new RegExp(`^✗ .*${basename(file)}`));
    expect(said).toMatch(told);
    expect(said).toMatch(/\n {2}Correct it there, then run this again\.$/);
    expect(said).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
    expect(exitCode).toBe(1);
  });
});

describe('commands tell it', () => {
  let copy: SourceCopy;
  beforeAll(async () => {
    copy = new SourceCopy();
    await copy.compile('main.ts', 'cli/start.ts', 'cli/plan.ts');
  });
  afterAll(() => copy.remove());

  const local = ['--artifact', stackFolder('keyhold-local'), '--port', '0', '--gateway-port', '0'];

  test.each([
    [
      'cli/environments.ts',
      [],
      ENVIRONMENTS,
      'holdSeconds: 15 * 60',
      'holdSeconds: 15 * 60 *',
      /^✗ config\/environments\.ts:\d+:\d+: /,
    ],
    [
      'cli/environments.ts',
      [],
      ENVIRONMENTS,
      'staging: guarded',
      'staging: gaurded',
      /^✗ config\/environments\.ts:\d+:\d+: gaurded is not defined/,
    ],
    [
      'cli/environments.ts',
      [],
      ENVIRONMENTS,
      'holdSeconds: 15 * 60',
      "holdSeconds: 'long'",
      /^✗ Environment "\w+": holdSeconds .*it is "long"\.\n {2}Correct it in config\/environments\.ts\./,
    ],
    [
      'cli/environments.ts',
      [],
      ENVIRONMENTS,
      'holdSeconds: 15 * 60',
      'holdSecond: 900',
      /^✗ Environment "\w+": .*holdSecond is not a setting/,
    ],
    [
      'main.ts',
      ['--environment', 'local', '--output', 'out'],
      SCHEMA,
      'price: Price!',
      'price: Prize!',
      /^✗ graphql\/schema\.graphql:\d+:\d+: Unknown type "Prize"/,
    ],
    [
      'main.ts',
      ['--environment', 'local', '--output', 'out'],
      'functions/booking/handler.ts',
      'export ',
      'exprot ',
      /^✗ functions\/booking\/handler\.ts:\d+:\d+: /,
    ],
    [
      'cli/start.ts',
      ['--port', '0', '--gateway-port', '0'],
      WORKFLOW,
      '"Next": "Wait"',
      '"Next": "Wiat"',
      /^✗ asl\/booking\.asl\.json at States\..*"Wiat"/,
    ],
    [
      'cli/start.ts',
      local,
      SAMPLES,
      '"bedrooms": 2,',
      '"bedrooms": two,',
      /^✗ data\/apartments\.json:\d+:\d+: This is not JSON/,
    ],
    [
      'cli/plan.ts',
      ['--environment', 'dev'],
      WORKFLOW,
      '"Type": "Task",',
      '"Type": "Task"',
      /^✗ asl\/booking\.asl\.json:\d+:\d+: This is not JSON/m,
    ],
    [
      'cli/plan.ts',
      ['--environment', 'dev'],
      ALLOWANCES,
      '"drift"',
      '"drfit"',
      /^✗ config\/allowances\.json: .*drfit/,
    ],
  ])('%s %j with a typo in %s', (command, options, file, from, to, told) => {
    const undo = copy.change(file, from, to);
    const { code, stderr } = copy.run(command, ...options);
    undo();
    expect(stderr).toMatch(told);
    expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
    expect(stderr).not.toContain('a fault of Keyhold');
    expect(code).toBe(1);
  });
});

test.each([
  ['main.ts', interpreted('main.ts')],
  ['cli/start.ts', compiled('cli/start.ts')],
  ['cli/plan.ts', [...compiled('cli/plan.ts'), '--environment', 'dev']],
  ['cli/policy.ts', compiled('cli/policy.ts')],
])('%s names an option that there is not, and where the options are told', (_, command) => {
  const line = [...command, '--fsat'];
  const { stderr, status } = spawnSync(process.execPath, line, { cwd: ROOT, encoding: 'utf8' });
  expect(stderr).toMatch(/^error: unknown option '--fsat'\n.*--help shows the options/);
  expect(status).toBe(1);
});
