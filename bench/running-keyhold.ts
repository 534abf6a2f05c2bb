import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

export class StartFailed extends Error {
  override readonly name = 'StartFailed';
}

/** `npm start` as a process of its own, on free ports. */
export class RunningKeyhold {
  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly printed: string,
    /** From the command to the line `Ready`. */
    readonly secondsToReady: number,
  ) {}

  static async start(...options: string[]): Promise<RunningKeyhold> {
    const start = performance.now();
    const args = ['run', '--silent', 'start', '--', '--port', '0', '--gateway-port', '0', ...options];
    const child = spawn('npm', args, { cwd: ROOT, detached: true });
    let printed = '';
    let complained = '';
    child.stderr.on('data', (chunk) => {
      complained += chunk;
    });
    const ended = once(child, 'exit').then(() => {
      throw new StartFailed(`npm start ended before it was ready: ${complained}`);
    });
    ended.catch(() => undefined);
    while (!/^Ready/m.test(printed)) {
      const [chunk] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer];
      printed += chunk;
    }
    return new RunningKeyhold(child, printed, (performance.now() - start) / 1_000);
  }

  /** A value of the summary, by its label. */
  shown(label: string): string {
    const value = new RegExp(`^ *${label} +(\\S+)`, 'm').exec(this.printed)?.[1];
    if (value === undefined) throw new StartFailed(`The summary has no ${label}.`);
    return value;
  }

  /** npm and what it runs are one group of processes. */
  async stop(): Promise<void> {
    const closed = once(this.child, 'close');
    if (this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGTERM');
    await closed;
  }
}
