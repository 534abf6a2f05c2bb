import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalCloud } from '@keyhold/local-cloud/testing';
import { KEYHOLD } from '../../cli/product';
import { compiled, interpreted } from '../programs';
import { stackFolder } from '../synthesize';

const ROOT = join(__dirname, '..', '..');
const STACK = ['--artifact', stackFolder('keyhold-local')];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyhold-local-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `npm run local -- …` as a process of its own. */
function local(...options: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  return as(compiled, options);
}

function as(program: typeof compiled, options: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [...program('cli/local.ts'), ...options], {
    cwd: ROOT,
    env: { ...process.env, AWS_PROFILE: 'somebody', AWS_SESSION_TOKEN: 'stale' },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    said.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.stderr += chunk;
  });
  const ended = once(child, 'close').then(([code]) => ({
    code: code as number | null,
    stdout: said.stdout,
    stderr: ofTheCommand(said.stderr),
  }));
  return { child, ended };
}

/** The functions' own log lines stand on stderr, too. */
function ofTheCommand(stderr: string): string {
  return stderr.replace(/^lambda: .*\n/gm, '');
}

const exec = (...command: string[]) => local('exec', ...STACK, '--', ...command);
/** A command that is a program of Node's. */
const node = (program: string) => exec(process.execPath, '-e', program);

describe('exec', () => {
  test("the command finds a running cloud in its environment, and stdout is the command's alone", async () => {
    const { ended } = node(`
      const { KEYHOLD_GRAPHQL_URL, KEYHOLD_API_KEY, KEYHOLD_SITE_URL } = process.env;
      const query = '{ getApartment(id: "1234567") { bookedStatus } }';
      const headers = { 'content-type': 'application/json', 'x-api-key': KEYHOLD_API_KEY };
      fetch(KEYHOLD_GRAPHQL_URL, { method: 'POST', headers, body: JSON.stringify({ query }) })
        .then((response) => response.json())
        .then(async ({ data }) => {
          const page = await fetch(KEYHOLD_SITE_URL + '/api/apartments');
          const { AWS_PROFILE, AWS_SESSION_TOKEN, AWS_REGION, AWS_ACCESS_KEY_ID } = process.env;
          const aws = { AWS_PROFILE, AWS_SESSION_TOKEN, AWS_REGION, AWS_ACCESS_KEY_ID };
          console.log(JSON.stringify({ data, page: page.status, aws }));
        });`);
    const { code, stdout, stderr } = await ended;
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      data: { getApartment: { bookedStatus: 'VACANT' } },
      page: 200,
      aws: { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'local' },
    });
    expect(code).toBe(0);
  });

  test.each([
    ['0', 'process.exit(0)', 0],
    ['3', 'process.exit(3)', 3],
    ['that of the signal that ended it', 'process.kill(process.pid, "SIGKILL")', 137],
  ])('it ends with the exit code of the command: %s', async (_, program, expected) => {
    const { code, stderr } = await node(program).ended;
    expect({ code, stderr }).toEqual({ code: expected, stderr: '' });
  });

  test.each([
    ['and its answer to it counts', 'process.on("SIGTERM", () => process.exit(7));', 7],
    ['and where it ends by it, so does exec', '', 143],
  ])('a signal is passed on to the command, %s', async (_, handler, expected) => {
    const { child, ended } = node(`${handler} setInterval(() => undefined, 1000); console.log("up");`);
    while (String(await once(child.stdout ?? child, 'data')).trim() !== 'up');
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: expected, stdout: 'up\n', stderr: '' });
  });

  test('options after -- are those of the command', async () => {
    const { stdout } = await exec(
      process.execPath,
      '-p',
      'process.argv.slice(1).join()',
      '--',
      '--help',
      '-x',
    ).ended;
    expect(stdout).toBe('--help,-x\n');
  });

  test('a command that is not there is told, with exit code 127', async () => {
    const { code, stderr } = await exec('no-such-command').ended;
    expect(stderr).toMatch(/^✗ There is no command no-such-command\.\n.*\n$/);
    expect(code).toBe(127);
  });
});

test('export and import tell what they did, and refuse what they must', async () => {
  const data = ['--data-dir', join(folder, 'data'), ...STACK];
  const cloud = await startLocalCloud({
    product: KEYHOLD,
    artifact: stackFolder('keyhold-local'),
    dataDirectory: join(folder, 'data'),
  });
  await cloud.call('ssm', 'PutParameter', { Name: '/name', Type: 'String', Value: 'Harbour' });
  const exported = join(folder, 'exported');
  // What earlier releases wrote is opened by its name.
  expect(readdirSync(join(folder, 'data'))).toContain('keyhold-data.json');

  const busy = await local('export', exported, ...data).ended;
  expect(busy).toMatchObject({ code: 1, stdout: '' });
  expect(busy.stderr).toMatch(/^✗ The data folder .* is in use by another process\.\s.*\n$/);
  await cloud.close();

  const done = await local('export', exported, ...data).ended;
  expect(done).toMatchObject({ code: 0, stderr: '' });
  expect(done.stdout).toMatch(/^Exported .*dynamodb.* to .*exported; without the values of secrets .*\n$/);
  expect(readdirSync(exported)).toEqual(
    expect.arrayContaining(['dynamodb.json', 'keyhold-export.json', 'states.json']),
  );

  const refused = await local('import', exported, ...data).ended;
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toMatch(/holds data\.\s.*--force\n$/);
  const forced = await local('import', exported, ...data, '--force').ended;
  expect(forced).toMatchObject({ code: 0, stderr: '' });
  expect(forced.stdout).toMatch(/^Imported what was exported at 20.*\n.*secrets.*\n$/);
});

describe('what a person can correct is told in a few lines, with exit code 1', () => {
  test.each([
    ['no command', ['exec'], /missing required argument 'command'/],
    ['an unknown environment', ['exec', '--environment', 'qa', '--', 'true'], /no environment "qa"/],
    ['a folder that is no stack', ['exec', '--artifact', '/nowhere', '--', 'true'], /\/nowhere/],
    ['an export that is none', ['import', '/nowhere', ...STACK], /There is no .nowhere.keyhold-export\.json/],
    ['an unknown option', ['export', 'x', '--fast'], /unknown option '--fast'/],
  ])('%s', async (_, options, message) => {
    const { code, stdout, stderr } = await local(...options).ended;
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    // What is done, what is wrong, what to do.
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
  });

  test('an export of another version', async () => {
    writeFileSync(join(folder, 'keyhold-export.json'), '{"format": "keyhold-local-data", "version": 2}');
    const { code, stderr } = await local('import', folder, ...STACK, '--data-dir', join(folder, 'data'))
      .ended;
    expect(stderr).toMatch(/version 2 of the format is not known here, only 1\.\s.*\n$/);
    expect(code).toBe(1);
  });
});

test.each([
  [[], /exec .*\n.*export .*\n.*import/],
  [['exec'], /KEYHOLD_SITE_URL/],
  [['export'], /--secrets/],
  [['import'], /--force/],
])('--help of %j shows what there is', async (command, shown) => {
  const { code, stdout } = await as(interpreted, [...command, '--help']).ended;
  expect(code).toBe(0);
  expect(stdout).toMatch(shown);
});
