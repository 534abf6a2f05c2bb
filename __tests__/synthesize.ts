import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
/** Tells the tests where the run has synthesized the stacks. */
const VARIABLE = 'KEYHOLD_TEST_STACKS';

/** Runs main.ts as `npm run synth` does. */
export function synthesize(...options: string[]): string {
  const main = ['--import', 'tsx', 'main.ts', ...options];
  return execFileSync(process.execPath, main, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' });
}

/** The app's output with every environment that is deployed. */
export function deployedOutput(): string {
  return join(process.env[VARIABLE] ?? '', 'deployed');
}

/** The folder of a synthesized stack. */
export function stackFolder(name: string): string {
  const output = name === 'keyhold-local' ? join(process.env[VARIABLE] ?? '', 'local') : deployedOutput();
  return join(output, 'stacks', name);
}

/** Jest's global setup: every stack is synthesized once for the whole run. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'keyhold-stacks-'));
  process.env[VARIABLE] = folder;
  synthesize('--output', deployedOutput());
  synthesize('--environment', 'local', '--output', join(folder, 'local'));
  return () => rmSync(folder, { recursive: true });
}
