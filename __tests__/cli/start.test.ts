import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stackFolder, variantFolder } from '../synthesize';
import { eventually } from '../system/client';
import { Keyhold } from './keyhold-process';

const LOCAL = ['--artifact', stackFolder('keyhold-local')];
/** The stack of `--hold-seconds 3`. */
const SHORT_HOLDS = join(variantFolder('local-with-short-holds'), 'stacks', 'keyhold-local');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyhold-start-'));
});
afterEach(async () => {
  await Keyhold.endAll();
  rmSync(folder, { recursive: true });
});

test('it prints a summary that ends in Ready, and Ctrl-C stops it cleanly', async () => {
  const keyhold = await Keyhold.interpreted('--hold-seconds', '3000');
  expect(keyhold.stdout.trim().split('\n').at(-1)).toMatch(/^Ready/);
  expect(keyhold.shown('API key')).toMatch(/^da2-/);
  expect(keyhold.shown('State machine')).toMatch(/^arn:aws:states:/);
  expect(keyhold.stdout).toMatch(/curl .*reserveApartment/);
  expect(keyhold.stdout).toMatch(/aws .*list-executions/);
  const { holdExpiresAt } = await keyhold.guest.reserve('harbour-3');
  // The environment's own holds end long before.
  expect(Date.parse(String(holdExpiresAt))).toBeGreaterThan(Date.now() + 1_000_000);
  expect(keyhold.stderr).toBe('');
  expect(await keyhold.end('SIGINT')).toBe(0);
});

test('law 2: after kill -9 in the middle of a hold, the hold ends as if nothing had happened', async () => {
  const options = ['--data-dir', join(folder, 'data'), '--artifact', SHORT_HOLDS];
  const first = await Keyhold.ready(...options);
  const { id, status } = await first.guest.reserve('harbour-3');
  expect(status).toBe('HELD');
  await first.end('SIGKILL');

  const second = await Keyhold.ready(...options);
  expect(second.shown('API key')).toBe(first.shown('API key'));
  await eventually(() => second.guest.bookedStatus('harbour-3'), 'VACANT');
  await eventually(async () => (await second.guest.look(id)).status, 'EXPIRED');
  expect(await second.end('SIGTERM')).toBe(0);
});

test('a data folder is locked against a second process, and --reset empties it', async () => {
  const options = ['--data-dir', join(folder, 'data'), ...LOCAL];
  const first = await Keyhold.ready(...options);
  await first.guest.reserve('harbour-3');
  const second = Keyhold.run('--port', '0', '--gateway-port', '0', ...options);
  expect(await second.ended).toBe(1);
  expect(second.stderr).toMatch(/^✗ The data folder .* is in use by another process\.\s.*\n$/);
  await first.end('SIGINT');

  const third = await Keyhold.ready(...options, '--reset');
  expect(await third.guest.bookedStatus('harbour-3')).toBe('VACANT');
  await third.end('SIGINT');
});

test('--artifact runs what is deployed', async () => {
  const keyhold = await Keyhold.ready('--artifact', stackFolder('keyhold-prod'));
  expect(keyhold.shown('State machine')).toContain(':stateMachine:keyhold-prod-booking');
  expect((await keyhold.guest.reserve('mill-3')).status).toBe('HELD');
  await keyhold.end('SIGINT');
});

describe('what a person can correct is told in a few lines, with exit code 1', () => {
  test.each([
    ['an unknown environment', ['--environment', 'qa'], /no environment "qa"/],
    ['a folder that is no stack', ['--artifact', '/nowhere'], /\/nowhere/],
    ['a port that is none', ['--port', 'http'], /port/],
    ['an unknown option', ['--fast'], /unknown option '--fast'/],
    ['--reset of nothing', ['--reset'], /--data-dir/],
    ['a hold for an artifact', ['--artifact', '/x', '--hold-seconds', '3'], /cannot be used with/],
  ])('%s', async (_, options, message) => {
    const keyhold = Keyhold.run(
      '--gateway-port',
      '0',
      ...(options.includes('--port') ? [] : ['--port', '0']),
      ...options,
    );
    expect(await keyhold.ended).toBe(1);
    expect(keyhold.stderr).toMatch(message);
    expect(keyhold.stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
  });

  test('a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const keyhold = Keyhold.run('--port', '0', '--gateway-port', String(port), ...LOCAL);
    expect(await keyhold.ended).toBe(1);
    expect(keyhold.stderr).toMatch(new RegExp(`^✗ Port ${port} is in use\\.\\s.*\\n$`));
    server.close();
  });

  test('a folder that holds other files', async () => {
    writeFileSync(join(folder, 'precious.txt'), '');
    const keyhold = Keyhold.run(
      '--port',
      '0',
      '--gateway-port',
      '0',
      '--data-dir',
      folder,
      '--reset',
      ...LOCAL,
    );
    expect(await keyhold.ended).toBe(1);
    expect(keyhold.stderr).toMatch(/holds other files/);
  });
});

test('--help shows the options', async () => {
  const keyhold = Keyhold.run('--help');
  expect(await keyhold.ended).toBe(0);
  expect(keyhold.stdout).toMatch(/--hold-seconds/);
});
