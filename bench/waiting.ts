import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROCESS = join(__dirname, 'waiting-process.ts');

export interface WaitingMeasurement {
  readonly inMemoryBytesEach: number;
  readonly onDiskBytesEach: number;
  /** From opening the journal of a killed process until every timer is set again. */
  readonly recoverySeconds: number;
}

/** The memory of many waiting executions, and the time to recover them after SIGKILL. */
export async function waiting(count: number): Promise<WaitingMeasurement> {
  const folder = mkdtempSync(join(tmpdir(), 'keyhold-bench-'));
  try {
    const { bytesEach: inMemoryBytesEach } = await told<{ bytesEach: number }>('fill', String(count));
    const { bytesEach: onDiskBytesEach } = await told<{ bytesEach: number }>('fill', String(count), folder);
    const { seconds: recoverySeconds } = await told<{ seconds: number }>('recover', String(count), folder);
    return { inMemoryBytesEach, onDiskBytesEach, recoverySeconds };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The first line that the process writes; then it is killed. */
async function told<T>(...args: string[]): Promise<T> {
  const child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', PROCESS, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
  return JSON.parse(line.toString()) as T;
}
