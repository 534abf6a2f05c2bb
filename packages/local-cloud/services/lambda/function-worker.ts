import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Alarm } from '../../core/clock';
import type { Cloud } from '../../core/service';
import { logStreamName, workerEnvironment } from './environment';
import type { FunctionSettings } from './function-settings';
import type { Invocation, InvocationResult } from './invocation';

/** Lambda's own limit for loading a function's code, apart from the function's timeout. */
const INIT_LIMIT_MS = 10_000;

type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'output'; readonly text: string }
  | { readonly kind: 'result' | 'error' | 'fatal'; readonly payload: string };

interface CurrentInvocation {
  readonly invocation: Invocation;
  readonly begun: number;
  readonly settle: (result: InvocationResult) => void;
  output: string;
}

/** One worker thread of a function. It takes one event at a time; after a timeout or a crash it has ended. */
export class FunctionWorker {
  private readonly thread: Worker;
  private readonly exited: Promise<void>;
  private isReady = false;
  private hasEnded = false;
  private current: CurrentInvocation | undefined;
  private deadline: Alarm | undefined;

  constructor(
    private readonly settings: FunctionSettings,
    taskRoot: string,
    private readonly cloud: Cloud,
  ) {
    const logStream = logStreamName(cloud.clock.now(), settings.version);
    this.thread = new Worker(join(__dirname, 'runtime', 'worker.cjs'), {
      env: workerEnvironment(settings, taskRoot, logStream, cloud),
      // Without the loaders of this process.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: settings.memoryMegabytes },
      stdout: true,
      stderr: true,
      workerData: {
        taskRoot,
        logStream,
        functionName: settings.name,
        functionVersion: settings.version,
        handler: settings.handler,
        memoryMegabytes: settings.memoryMegabytes,
        logGroup: settings.logGroup,
        sharedOffset: cloud.clock.sharedOffset,
      },
    });
    this.thread.on('message', (message: WorkerMessage) => this.receive(message));
    this.thread.on('error', (error: NodeJS.ErrnoException) => this.crashed(causeOf(error)));
    this.exited = new Promise((resolve) => {
      this.thread.once('exit', (code) => {
        this.crashed(`exit status ${code}`);
        resolve();
      });
    });
  }

  /** Neither crashed nor timed out. */
  get isUsable(): boolean {
    return !this.hasEnded;
  }

  /** Never rejects: an error of the function is a result. */
  invoke(invocation: Invocation): Promise<InvocationResult> {
    return new Promise((settle) => {
      this.current = { invocation, settle, begun: performance.now(), output: '' };
      if (this.isReady) this.hand(invocation);
      else this.limit(INIT_LIMIT_MS);
    });
  }

  /** Ends the thread; an event under way fails. */
  async end(): Promise<void> {
    this.hasEnded = true;
    await this.thread.terminate();
    await this.exited;
  }

  private hand(invocation: Invocation): void {
    const { clock } = this.cloud;
    const milliseconds = this.settings.timeoutSeconds * 1000;
    this.limit(milliseconds);
    const deadline = clock.now() + milliseconds;
    this.thread.postMessage({ ...invocation, deadline, functionArn: this.settings.arn });
  }

  private limit(milliseconds: number): void {
    this.deadline?.cancel();
    this.deadline = this.cloud.clock.alarm(this.cloud.clock.now() + milliseconds, () => this.timedOut());
  }

  private receive(message: WorkerMessage): void {
    switch (message.kind) {
      case 'ready':
        this.isReady = true;
        if (this.current) this.hand(this.current.invocation);
        return;
      case 'output':
        if (this.current) this.current.output += message.text;
        this.cloud.log('lambda', `${this.settings.name} ${message.text.trimEnd()}`);
        return;
      case 'fatal':
        this.hasEnded = true;
        this.finish(true, message.payload);
        return;
      default:
        this.finish(message.kind === 'error', message.payload);
    }
  }

  private timedOut(): void {
    const seconds = this.settings.timeoutSeconds.toFixed(2);
    void this.end();
    this.fail('Sandbox.Timedout', `Task timed out after ${seconds} seconds`);
  }

  private crashed(how: string): void {
    this.hasEnded = true;
    this.fail('Runtime.ExitError', `Runtime exited with error: ${how}`);
  }

  private fail(errorType: string, what: string): void {
    if (!this.current) return;
    const errorMessage = `RequestId: ${this.current.invocation.requestId} Error: ${what}`;
    this.cloud.log('lambda', `${this.settings.name} ${errorMessage}`);
    this.finish(true, JSON.stringify({ errorType, errorMessage }));
  }

  private finish(failed: boolean, payload: string): void {
    this.deadline?.cancel();
    const { current } = this;
    this.current = undefined;
    if (!current) return;
    current.settle({
      payload,
      failed,
      output: current.output,
      milliseconds: performance.now() - current.begun,
    });
  }
}

/** Too much memory ends a thread by an error of Node's; Lambda kills the process. */
function causeOf(error: NodeJS.ErrnoException): string {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'signal: killed' : error.message;
}
