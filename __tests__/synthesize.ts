import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compilePrograms } from './compile-programs';
import { interpreted } from './programs';

const ROOT = join(__dirname, '..');
/** Tells the tests where the run has synthesized the stacks. */
const VARIABLE = 'KEYHOLD_TEST_STACKS';

/** Runs main.ts as `npm run synth` does. */
export function synthesize(...options: string[]): string {
  return execFileSync(process.execPath, [...interpreted('main.ts'), ...options], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: 'pipe',
  });
}

function folderOf(name: 'deployed' | 'local' | 'variants'): string {
  return join(process.env[VARIABLE] ?? '', name);
}

/** The app's output with every environment that is deployed. */
export function deployedOutput(): string {
  return folderOf('deployed');
}

/** The folder of a synthesized stack. */
export function stackFolder(name: string): string {
  const output = name === 'keyhold-local' ? folderOf('local') : deployedOutput();
  return join(output, 'stacks', name);
}

/** The output with the one stack of a variant. */
export function variantFolder(variant: string): string {
  return join(folderOf('variants'), variant);
}

/** Jest's global setup: every stack is synthesized, and every program compiled, once for the whole run. */
export default async function setup(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'keyhold-stacks-'));
  process.env[VARIABLE] = folder;
  const local = ['--environment', 'local', '--output', folderOf('local')];
  const [removePrograms] = await Promise.all([
    compilePrograms(),
    run('main.ts', '--output', deployedOutput()),
    run('__tests__/stacks/synthesize-variants.ts', folderOf('variants'), ...local),
  ]);
  return () => {
    removePrograms();
    rmSync(folder, { recursive: true });
  };
}

async function run(script: string, ...options: string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [...interpreted(script), ...options], { cwd: ROOT });
}
