import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Json } from '../../../core/service';

/**
 * Milliseconds of this machine, not of the cloud's clock: it is about work, not about waiting. AWS gives a
 * function about one of its own; what takes this long here is a loop.
 */
const TIME_LIMIT = 500;

/** For a loop of promises, which only the end of the thread can stop. */
const LONGEST_RUN = 2_000;

/** V8's own needs for a world in every run; AWS's limit of 2 MB is about the function alone, and is not measured. */
const MEMORY_MEGABYTES = 64;

const STOPPED = 'The local cloud was stopped.';

/** The code threw, ran too long, or left nothing: CloudFront's FunctionExecutionError. */
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
 * Runs the code of CloudFront Functions, one at a time, in a thread of their own: code that loops, eats up
 * memory or leaves promises rejected harms nobody but itself.
 */
export class Sandbox {
  private readonly waiting: QueuedRun[] = [];
  private current: QueuedRun | undefined;
  private thread: Worker | undefined;
  private isReady = false;
  private deadline: NodeJS.Timeout | undefined;

  /**
   * @param now the instant that the code sees as the present
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

  /** How long the thread takes to start is not the function's affair. */
  private limit(run: QueuedRun): void {
    // If this process was busy the answer may be there already, only not yet read.
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

  /** The thread is no more: the run that was under way fails, the next gets a new one. */
  private ended(reason: string): void {
    this.thread = undefined;
    this.isReady = false;
    this.settle(`!${reason}`, []);
  }
}
