import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'payments-bundle-'));
const bundle = join(folder, 'index.js');

beforeAll(() => {
  buildSync({
    entryPoints: [join(__dirname, '../../../functions/payments/handler.ts')],
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

test('the bundle is small enough to start quickly', () => {
  expect(statSync(bundle).size).toBeLessThan(1_000_000);
});

test('the bundle needs no other file, and its errors keep their names though it is minified', () => {
  const env = {
    APARTMENTS_TABLE_NAME: 'a',
    PAYMENTS_TABLE_NAME: 'p',
    RESERVATIONS_TABLE_NAME: 'r',
    PAYMENTS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/payments',
    STATE_MACHINE_ARN: 'arn:aws:states:eu-central-1:123456789012:stateMachine:booking',
    PROVIDER: 'test',
    LIVE: 'false',
    ORIGIN_SECRET_PARAMETER: '/origin',
    RETENTION_DAYS: '365',
    WEBHOOK_SECRETS_PARAMETER: '/webhook',
    POWERTOOLS_METRICS_NAMESPACE: 'Keyhold/test',
    AWS_REGION: 'eu-central-1',
  };
  const event = {
    rawPath: '/',
    headers: {},
    isBase64Encoded: false,
    requestContext: { http: { method: 'GET' } },
  };
  const script = `require(process.argv[1]).handler(${JSON.stringify(event)}, { awsRequestId: 'request-1' })
    .then(({ body }) => process.stdout.write(body))`;
  const output = execFileSync(process.execPath, ['-e', script, bundle], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expect(JSON.parse(String(output.trim().split('\n').at(-1)))).toMatchObject({
    status: 403,
    errorType: 'Forbidden',
  });
});
