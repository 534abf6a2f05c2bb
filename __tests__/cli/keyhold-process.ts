import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { compiled, interpreted } from '../programs';
import { Guest } from '../system/client';

const ROOT = join(__dirname, '..', '..');
const ANY_PORTS = ['--port', '0', '--gateway-port', '0'];

/** `npm start` as a process of its own, on free ports. */
export class Keyhold {
  private static readonly running = new Set<Keyhold>();
  private printed = '';
  private complained = '';
  readonly ended: Promise<number | null>;

  private constructor(private readonly child: ChildProcessWithoutNullStreams) {
    child.stdout.on('data', (chunk) => {
      this.printed += chunk;
    });
    child.stderr.on('data', (chunk) => {
      this.complained += chunk;
    });
    this.ended = once(child, 'close').then(([code]) => code as number | null);
  }

  static run(...options: string[]): Keyhold {
    return Keyhold.as(compiled, options);
  }

  /** Just as `npm start` starts it. */
  static interpreted(...options: string[]): Promise<Keyhold> {
    return Keyhold.as(interpreted, [...ANY_PORTS, ...options]).ready();
  }

  private static as(program: typeof compiled, options: string[]): Keyhold {
    const started = spawn(process.execPath, [...program('cli/start.ts'), ...options], { cwd: ROOT });
    const keyhold = new Keyhold(started);
    Keyhold.running.add(keyhold);
    void keyhold.ended.then(() => Keyhold.running.delete(keyhold));
    return keyhold;
  }

  /** Ends what a test that failed has left behind. */
  static async endAll(): Promise<void> {
    await Promise.all([...Keyhold.running].map((keyhold) => keyhold.end('SIGKILL')));
  }

  /** Runs on any free ports, and answers once it is ready. */
  static ready(...options: string[]): Promise<Keyhold> {
    return Keyhold.run(...ANY_PORTS, ...options).ready();
  }

  private async ready(): Promise<this> {
    const failed = this.ended.then((code) => {
      throw new Error(`It ended with ${code} before it was ready: ${this.stderr}`);
    });
    const ready = (async () => {
      while (!/^Ready/m.test(this.stdout)) await once(this.child.stdout, 'data');
    })();
    await Promise.race([ready, failed]);
    failed.catch(() => undefined);
    return this;
  }

  get stdout(): string {
    return this.printed;
  }

  get stderr(): string {
    return this.complained;
  }

  get guest(): Guest {
    return new Guest(this.shown('GraphQL'), this.shown('API key'));
  }

  /** A value of the summary, by its label. */
  shown(label: string): string {
    const value = new RegExp(`^ *${label} +(\\S+)`, 'm').exec(this.printed)?.[1];
    if (value === undefined) throw new Error(`The summary has no ${label}: ${this.printed}`);
    return value;
  }

  async end(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}
