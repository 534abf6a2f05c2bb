import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

/** The phases of `npm start`, in seconds. */
export interface StartPhases {
  /** Synthesis of the stack, in a process of its own. */
  readonly synthesis: number;
  /** Loading the code of the local cloud; `npm start` does it during synthesis. */
  readonly loading: number;
  /** Provisioning every resource and starting the services. */
  readonly services: number;
}

/** Measures the phases one after the other, each in a fresh process. */
export function startPhases(): StartPhases {
  const output = mkdtempSync(join(tmpdir(), 'keyhold-bench-'));
  try {
    const start = performance.now();
    node('main.ts', '--environment', 'local', '--output', output);
    const synthesis = (performance.now() - start) / 1_000;
    const stack = join(output, 'stacks', 'keyhold-local');
    const phases = node(join('bench', 'start-phases-process.ts'), stack);
    return { synthesis, ...(JSON.parse(phases) as Pick<StartPhases, 'loading' | 'services'>) };
  } finally {
    rmSync(output, { recursive: true });
  }
}

function node(file: string, ...args: string[]): string {
  return execFileSync(process.execPath, ['--import', 'tsx', file, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
