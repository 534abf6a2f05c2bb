import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEPLOYED_ENVIRONMENTS } from '../../config/environments';
import { deployedOutput, synthesize } from '../synthesize';

const ROOT = join(__dirname, '..', '..');
const onCi = process.env['CI'] === 'true' ? test : test.skip;

let output: string;
beforeEach(() => {
  output = mkdtempSync(join(tmpdir(), 'keyhold-synth-'));
});
afterEach(() => rmSync(output, { recursive: true }));

test('the same source gives the same bytes: stacks, assets, zips', () => {
  const timeZone = process.env['TZ'];
  process.env['TZ'] = 'Pacific/Auckland';
  synthesize('--output', output);
  process.env['TZ'] = timeZone ?? 'UTC';
  expect(fingerprints(output)).toEqual(fingerprints(deployedOutput()));
});

test('local is synthesized only when asked for by name', () => {
  const stacks = [...DEPLOYED_ENVIRONMENTS, 'state'].map((name) => `keyhold-${name}`);
  expect(readdirSync(join(deployedOutput(), 'stacks')).sort()).toEqual(stacks.sort());
});

test('the source map lies beside the upload, not in it', () => {
  expect(existsSync(join(ROOT, 'dist/functions/booking/index.js.map'))).toBe(true);
  expect(Object.keys(fingerprints(deployedOutput())).filter((file) => file.endsWith('.map'))).toEqual([]);
});

test.each([
  [['--environment', 'qa'], /no environment "qa"/],
  [['--environment', 'local', '--hold-seconds', 'soon'], /"local": holdSeconds/],
  [['--surroundings', 'dev'], /unknown option/],
])('%j ends in one clear line and exit code 1', (options, message) => {
  expect(() => synthesize(...options, '--output', output)).toThrow(
    expect.objectContaining({ status: 1, stderr: expect.stringMatching(message) }),
  );
});

onCi('the cdktf CLI gives the same bytes as npm run synth', () => {
  const cdktf = ['--yes', '-p', 'cdktf-cli@0.21.0', 'cdktf', 'synth', '--output', output];
  execFileSync('npx', cdktf, {
    cwd: ROOT,
    stdio: 'pipe',
    env: { ...process.env, CHECKPOINT_DISABLE: '1' },
  });
  expect(fingerprints(output)).toEqual(fingerprints(deployedOutput()));
});

/** The SHA-256 of every file below a folder, by its path. */
function fingerprints(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const entries = files.map((file) => {
    const path = join(file.parentPath, file.name);
    return [path.slice(folder.length + 1), createHash('sha256').update(readFileSync(path)).digest('hex')];
  });
  return Object.fromEntries(entries);
}
