import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiled } from '../../programs';
import { eventually } from '../client';
import { Site } from './site';

const ROOT = join(__dirname, '..', '..', '..');

let site: Site;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyhold-accounts-'));
  site = await Site.open();
});
afterAll(async () => {
  await site.cloud.stop();
  rmSync(folder, { recursive: true });
});

async function accounts(...options: string[]) {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: String(site.cloud.gatewayUrl),
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  const child = spawn(process.execPath, [...compiled('cli/accounts.ts'), ...options], { cwd: ROOT, env });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    said.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code: code as number, ...said };
}

test('what was paid and given back is in the ledger as the provider has it, and what is not there is told', async () => {
  await site.guest.reserve('hill-1', 'r1');
  await site.press('pay', await site.checkout('r1'));
  await site.staff('refundReservation(id: "r1", refundId: "clean", amount: 900)', '{ id }');
  await eventually(
    async () => JSON.stringify((await site.viewed('r1'))['refunds']).includes('REFUNDED'),
    true,
  );
  const file = join(folder, 'accounts.csv');
  const same = await accounts('--environment', 'local', '--output', file);
  expect(same).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('say the same') });
  const lines = readFileSync(file, 'utf8').trim().split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/SAME,CAPTURE,\d+,\d+,EUR,r1,pi_/);
  expect(lines[2]).toMatch(/SAME,REFUND,-900,-900,EUR,r1,pi_/);

  const Id = {
    S: String(
      (await site.items('payments')).find((item) => String(item['Id']).startsWith('ledger#'))?.['Id'],
    ),
  };
  await site.cloud.call('dynamodb', 'DeleteItem', { TableName: 'keyhold-local-payments', Key: { Id } });
  const differs = await accounts('--environment', 'local');
  expect(differs.code).toBe(2);
  expect(differs.stdout).toContain('ONLY_AT_PROVIDER');
  expect(differs.stderr).toContain('differ in 1 lines');
});

test.each([
  [['--environment', 'nowhere'], /There are local, dev, staging, prod/],
  [['--environment', 'local', '--from', '2026-02-31'], /It is a day, such as 2026-03-01/],
  [['--environment', 'local', '--form', '2026-03-01'], /unknown option '--form'/],
  [[], /required option '--environment <name>'/],
])('%j is told what is wrong with it', async (options, message) => {
  const refused = await accounts(...options);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(message);
});

test('--help tells what it does, its options and its exit codes', async () => {
  const help = await accounts('--help');
  expect(help.code).toBe(0);
  for (const word of ['--environment <name>', '--from <day>', '--to <day>', '--output <file>', 'with 2'])
    expect(help.stdout.replace(/\s+/g, ' ')).toContain(word);
});
