import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Services } from '../registry';

const PACKAGE = join(__dirname, '..');
const NODE_MODULES = dirname(dirname(require.resolve('tsx/package.json')));

const STACK = {
  provider: { aws: [{ region: 'eu-west-1' }] },
  data: { aws_greeting_language: { mine: {} } },
  resource: { aws_greeting: { hello: { text: 'Hello, ${data.aws_greeting_language.mine.code}!' } } },
  output: { arn: { value: '${aws_greeting.hello.arn}' } },
};

/** Starts the copied package on the stack and prints what it has of the new service. */
const PROGRAM = `
import { LocalCloud } from './local-cloud/cloud';
async function main() {
  const log: string[] = [];
  const cloud = await LocalCloud.start({ artifact: 'stack', log: (line) => log.push(line) });
  const response = await fetch(cloud.gatewayUrl, {
    method: 'POST',
    headers: { 'x-amz-target': 'Greetings.Greet', authorization: 'AWS4-HMAC-SHA256 Credential=me/' },
    body: '{"Name":"hello"}',
  });
  const answer = await response.json();
  const shown = await (await fetch(cloud.consoleUrl + 'api/greetings')).json();
  const { outputs, notRunLocally } = cloud;
  await cloud.stop();
  process.stdout.write(JSON.stringify({ answer, shown, outputs, notRunLocally, log }));
}
void main();
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-cloud-registry-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The package as it is, in a folder of its own. */
function copyPackage(): string {
  const copy = join(folder, 'local-cloud');
  cpSync(PACKAGE, copy, {
    recursive: true,
    filter: (path) => !['__tests__', 'node_modules'].includes(basename(path)),
  });
  symlinkSync(NODE_MODULES, join(folder, 'node_modules'));
  return copy;
}

const run = ['--import', 'tsx', 'program.ts'];

test('a service runs as soon as its folder lies among the others', () => {
  const copy = copyPackage();
  cpSync(join(__dirname, 'greetings'), join(copy, 'services', 'greetings'), { recursive: true });
  mkdirSync(join(folder, 'stack'));
  writeFileSync(join(folder, 'stack', 'cdk.tf.json'), JSON.stringify(STACK));
  writeFileSync(join(folder, 'program.ts'), PROGRAM);
  const printed = execFileSync(process.execPath, run, { cwd: folder, encoding: 'utf8' });
  expect(JSON.parse(printed)).toEqual({
    answer: { Text: 'Hello, en!' },
    shown: { count: 1, services: expect.arrayContaining(['dynamodb', 'greetings', 'iam', 'sts']) },
    outputs: { arn: 'arn:aws:greetings:eu-west-1:000000000000:greeting/hello' },
    notRunLocally: [],
    log: ['greetings: stopped'],
  });
});

test('a folder without a factory is named', () => {
  const copy = copyPackage();
  mkdirSync(join(copy, 'services', 'unfinished'));
  writeFileSync(join(copy, 'services', 'unfinished', 'index.ts'), 'export const other = 1;\n');
  writeFileSync(join(folder, 'program.ts'), "import './local-cloud/registry';\n");
  const { status, stderr } = spawnSync(process.execPath, run, { cwd: folder, encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toContain('services/unfinished/index.ts exports no `services`');
});

test('services that go by the host are asked before all others', () => {
  const cloud = { dataDirectory: () => undefined, region: 'eu-west-1', accountId: '123456789012' };
  const { all } = new Services(cloud as unknown as ConstructorParameters<typeof Services>[0]);
  const byHost = all.map(({ protocol }) => protocol.byHost === true);
  expect(byHost).toContain(true);
  expect(byHost.lastIndexOf(true)).toBeLessThan(byHost.indexOf(false));
});
