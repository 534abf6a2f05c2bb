import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'changes-bundle-'));
const bundle = join(folder, 'index.js');

beforeAll(() => {
  buildSync({
    entryPoints: [join(__dirname, '../../../functions/changes/handler.ts')],
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
  APARTMENTS_TABLE_NAME: 'a',
  RESERVATIONS_TABLE_NAME: 'r',
  PAYMENTS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/q',
  GRAPHQL_URL: 'https://abc.appsync-api.eu-central-1.amazonaws.com/graphql',
  RETENTION_DAYS: '30',
  POWERTOOLS_METRICS_NAMESPACE: 'Keyhold/test',
  AWS_REGION: 'eu-central-1',
};

test('the bundle is small enough to start quickly', () => {
  expect(statSync(bundle).size).toBeLessThan(750_000);
});

test('the bundle needs no other file: an empty batch is followed', () => {
  const script = `require(process.argv[1])
    .handler({ Records: [] }, { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 30000 })
    .then((answer) => process.stdout.write(JSON.stringify(answer)))`;
  const answer = execFileSync(process.execPath, ['-e', script, bundle], {
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expect(JSON.parse(String(answer.trim().split('\n').at(-1)))).toEqual({ batchItemFailures: [] });
});
