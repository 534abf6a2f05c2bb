import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Each test starts processes, up to four of them. */
jest.setTimeout(180_000);

const BIN = join(__dirname, '..', '..', 'bin', 'local-cloud.mjs');

const STACK = {
  provider: { aws: [{ region: 'eu-west-1' }] },
  resource: {
    aws_ssm_parameter: { greeting: { name: '/greeting', type: 'String', value: 'hello' } },
    aws_dynamodb_table: {
      orders: {
        name: 'orders',
        billing_mode: 'PAY_PER_REQUEST',
        hash_key: 'Id',
        attribute: [{ name: 'Id', type: 'S' }],
      },
    },
  },
  output: { ordersTable: { value: '${aws_dynamodb_table.orders.name}' } },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-cloud-cli-'));
  mkdirSync(join(folder, 'stack'));
  writeFileSync(join(folder, 'stack', 'cdk.tf.json'), JSON.stringify(STACK));
  // Another project's settings are none of ours.
  writeFileSync(join(folder, 'tsconfig.json'), '{"extends": "./nowhere.json"}');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the program in a folder that has nothing to do with it. */
function localCloud(...line: string[]) {
  const child = spawn(BIN, line, { cwd: folder });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text;
    });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...printed }));
  return { child, printed, ended };
}

test('a command finds the stack in its environment, and its exit code is passed on', async () => {
  const script = `
    const { AWS_ENDPOINT_URL, STACK_ORDERS_TABLE, TSX_TSCONFIG_PATH } = process.env;
    const headers = { 'x-amz-target': 'DynamoDB_20120810.ListTables', authorization: 'AWS4-HMAC-SHA256 Credential=me/' };
    fetch(AWS_ENDPOINT_URL, { method: 'POST', headers, body: '{}' }).then((answer) => answer.json()).then(({ TableNames }) => {
      console.log(JSON.stringify({ TableNames, STACK_ORDERS_TABLE, TSX_TSCONFIG_PATH }));
      process.exitCode = 3;
    });`;
  const { code, stdout } = await localCloud('exec', '--artifact', 'stack', '--', 'node', '-e', script).ended;
  expect(JSON.parse(stdout)).toEqual({ TableNames: ['orders'], STACK_ORDERS_TABLE: 'orders' });
  expect(code).toBe(3);
});

test('a stack is started, its data kept, exported and imported', async () => {
  const data = ['--artifact', 'stack', '--product', 'my-shop', '--data-dir', 'data'];
  const { child, printed, ended } = localCloud('start', ...data, '--port', '0', '--gateway-port', '0');
  while (!printed.stdout.includes('Ready in')) await once(child.stdout, 'data');
  expect(printed.stdout).toMatch(/AWS endpoint {2,}http:\/\/127\.0\.0\.1:\d+\n/);
  expect(printed.stdout).toContain('ordersTable');
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/Stopped\.\n$/) });

  expect((await localCloud('export', 'exported', ...data).ended).stdout).toMatch(/^Exported .*dynamodb/);
  expect(readdirSync(join(folder, 'exported'))).toContain('my-shop-export.json');
  const refused = await localCloud('import', 'exported', ...data).ended;
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/holds data\. .*--force\n$/) });
  expect(await localCloud('import', 'exported', ...data, '--force').ended).toMatchObject({ code: 0 });
});

test.each([
  ['a folder without a stack', ['start', '--artifact', 'nowhere'], /^There is no synthesized stack .*\n$/, 1],
  ['no artifact', ['start'], /--artifact <folder>' not specified/, 1],
  ['a port that is none', ['start', '--artifact', 'stack', '--port', 'x'], /A port is a number/, 1],
  ['a product that is no id', ['start', '--artifact', 'stack', '--product', 'My Shop'], /An id is/, 1],
  [
    'no data folder',
    ['export', 'x', '--artifact', 'stack', '--data-dir', 'none'],
    /holds no data to export/,
    1,
  ],
  [
    'a missing command',
    ['exec', '--artifact', 'stack', '--', 'no-such'],
    /^There is no command no-such\./,
    127,
  ],
])('%s is told in a sentence', async (_, line, sentence, code) => {
  const ended = await localCloud(...line).ended;
  expect(ended.stderr).toMatch(sentence);
  expect(ended.stderr).not.toContain('    at ');
  expect(ended.code).toBe(code);
});

test('--help names the commands', async () => {
  const { code, stdout } = await localCloud('--help').ended;
  expect(code).toBe(0);
  for (const command of ['start', 'exec', 'export', 'import']) expect(stdout).toContain(command);
});
