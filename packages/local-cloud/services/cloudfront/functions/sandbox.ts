import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Json } from '../../../core/json';

/**
 * In real milliseconds, not of the cloud's clock. AWS gives a function about one millisecond; what takes this long
 * here is a loop.
 */
const TIME_LIMIT = 500;

/** The limit for an endless chain of promises, which only ending the thread can stop. */
const LONGEST_RUN = 2_000;

/** Memory for V8 and the context of a run. AWS's limit of 2 MB for the function itself is not enforced. */
const MEMORY_MEGABYTES = 64;

const STOPPED = 'The local cloud was stopped.';

/** The code threw, ran too long, or returned nothing: CloudFront's FunctionExecutionError. */
export class FunctionExecutionError extends Error {
  override readonly name = 'FunctionExecutionError';
}

interface SandboxRun {
  readonly name: string;
  readonly code: string;
  /** JSON. */
  readonly event: string;
  readonly now: number;
}

/** `outcome` is `=` and JSON, or `!` and a reason. */
type SandboxMessage = 'ready' | { readonly outcome: string; readonly lines: readonly string[] };

interface QueuedRun {
  readonly run: SandboxRun;
  readonly log: (line: string) => void;
  readonly resolve: (result: Json) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Runs the code of CloudFront Functions, one at a time, in a separate thread: code that loops, uses up memory or has
 * unhandled rejections affects only itself.
 */
export class Sandbox {
  private readonly waiting: QueuedRun[] = [];
  private current: QueuedRun | undefined;
  private thread: Worker | undefined;
  private isReady = false;
  private deadline: NodeJS.Timeout | undefined;

  /**
   * @param now the current time that the code sees
   * @throws FunctionExecutionError
   */
  run(name: string, code: string, event: Json, now: number, log: (line: string) => void): Promise<Json> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ run: { name, code, event: JSON.stringify(event), now }, log, resolve, reject });
      this.next();
    });
  }

  async stop(): Promise<void> {
    const thread = this.thread;
    for (const { reject } of this.waiting.splice(0)) reject(new FunctionExecutionError(STOPPED));
    this.ended(STOPPED);
    await thread?.terminate();
  }

  private next(): void {
    const next = this.current ? undefined : this.waiting.shift();
    if (!next) return;
    this.current = next;
    this.thread ??= this.begin();
    this.thread.postMessage(next.run);
    if (this.isReady) this.limit(next);
  }

  /** The time limit begins once the thread has started. */
  private limit(run: QueuedRun): void {
    // If this process was busy, an answer may be waiting to be read.
    this.deadline = setTimeout(() => setImmediate(() => this.overdue(run)), LONGEST_RUN);
  }

  private begin(): Worker {
    const thread = new Worker(join(__dirname, 'runtime', 'worker.cjs'), {
      env: {},
      execArgv: [],
      workerData: { timeLimit: TIME_LIMIT },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MEGABYTES },
    });
    // It never keeps the process alive.
    thread.unref();
    thread.on('message', (message: SandboxMessage) => {
      if (this.thread === thread) this.receive(message);
    });
    thread.on('error', (error) => {
      if (this.thread === thread) this.ended(error.message);
    });
    return thread;
  }

  private receive(message: SandboxMessage): void {
    if (message === 'ready') {
      this.isReady = true;
      if (this.current) this.limit(this.current);
    } else {
      this.settle(message.outcome, message.lines);
    }
  }

  private settle(outcome: string, lines: readonly string[]): void {
    clearTimeout(this.deadline);
    const done = this.current;
    this.current = undefined;
    for (const line of lines) done?.log(line);
    if (outcome.startsWith('=')) done?.resolve(JSON.parse(outcome.slice(1)) as Json);
    else done?.reject(new FunctionExecutionError(outcome.slice(1)));
    this.next();
  }

  private overdue(run: QueuedRun): void {
    if (this.current !== run) return;
    void this.thread?.terminate();
    this.ended(`The function ran for more than ${LONGEST_RUN} ms.`);
  }

  /** The thread has ended: the current run fails, the next one gets a new thread. */
  private ended(reason: string): void {
    this.thread = undefined;
    this.isReady = false;
    this.settle(`!${reason}`, []);
  }
}
