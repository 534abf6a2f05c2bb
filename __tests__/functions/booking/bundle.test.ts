import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'booking-bundle-'));
const bundle = join(folder, 'index.js');

beforeAll(() => {
  buildSync({
    entryPoints: [join(__dirname, '../../../functions/booking/handler.ts')],
    outfile: bundle,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    mainFields: ['module', 'main'],
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

const environment = {
  APARTMENTS_TABLE_NAME: 't',
  RESERVATIONS_TABLE_NAME: 'r',
  PAYMENTS_TABLE_NAME: 'p',
  PAYMENTS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/q',
  STATE_MACHINE_ARN: 'arn:aws:states:eu-central-1:123456789012:stateMachine:booking',
  HOLD_SECONDS: '60',
  HOLDS_PER_GUEST: '3',
  HOLDS_PER_ADDRESS: '10',
  PAUSE_AFTER_UNPAID_HOLD: '300',
  ORIGIN_SECRET_PARAMETER: '/origin',
  RETENTION_DAYS: '30',
  POWERTOOLS_METRICS_NAMESPACE: 'Keyhold/test',
  AWS_REGION: 'eu-central-1',
};

function run(script: string): string {
  return execFileSync(process.execPath, ['-e', script, bundle], {
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

test('the bundle is small enough to start quickly', () => {
  expect(statSync(bundle).size).toBeLessThan(700_000);
});

test('the bundle needs no other file, and its errors keep their names though it is minified', () => {
  const event = { arguments: { id: '' }, info: { parentTypeName: 'Query', fieldName: 'getReservation' } };
  const script = `require(process.argv[1]).handler(${JSON.stringify(event)}, { awsRequestId: 'request-1' })
    .catch((error) => process.stdout.write(JSON.stringify([error.name, error.message])))`;
  const refusal = run(script).trim().split('\n').at(-1);
  expect(JSON.parse(String(refusal))).toEqual([
    'InvalidInput',
    'id is empty; it must be 1 to 80 of A-Z a-z 0-9 - _.',
  ]);
});
