import { AwsError } from '../../core/errors';
import type { Cloud } from '../../core/service';
import type { FunctionSettings } from './function-settings';
import { FunctionWorker } from './function-worker';
import type { Invocation, InvocationResult } from './invocation';

/** Worker threads per function. AWS has up to 1,000 sandboxes; here further events wait in a queue. */
const MOST_WORKERS = 8;

interface QueuedInvocation {
  readonly invocation: Invocation;
  readonly begin: (worker: Promise<InvocationResult>) => void;
}

/** The workers of one function: reused while warm, more of them when events arrive at the same time. */
export class FunctionPool {
  private readonly idle: FunctionWorker[] = [];
  private readonly workers = new Set<FunctionWorker>();
  private readonly queue: QueuedInvocation[] = [];
  private readonly ending = new Set<Promise<void>>();
  private isStopped = false;

  constructor(
    private readonly settings: FunctionSettings,
    private readonly taskRoot: string,
    private readonly cloud: Cloud,
  ) {}

  /** @throws AwsError TooManyRequestsException beyond the function's reserved concurrency, as AWS throttles. */
  run(invocation: Invocation): Promise<InvocationResult> {
    if (this.isStopped) throw stopping();
    const idle = this.takeIdle();
    const underWay = this.workers.size - this.idle.length - (idle ? 1 : 0) + this.queue.length;
    if (underWay >= (this.settings.reservedConcurrency ?? Number.POSITIVE_INFINITY)) {
      if (idle) this.idle.push(idle);
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    }
    if (idle) return this.use(idle, invocation);
    if (this.workers.size < MOST_WORKERS) return this.use(this.grow(), invocation);
    return new Promise((begin) => this.queue.push({ invocation, begin }));
  }

  /** Ends every worker; events under way or waiting fail. */
  async stop(): Promise<void> {
    this.isStopped = true;
    for (const { begin } of this.queue.splice(0)) begin(Promise.reject(stopping()));
    await Promise.all([...this.workers].map((worker) => worker.end()));
    await Promise.all(this.ending);
  }

  /** The idle worker that was used last. Workers that have crashed are dropped. */
  private takeIdle(): FunctionWorker | undefined {
    for (let worker = this.idle.pop(); worker; worker = this.idle.pop()) {
      if (worker.isUsable) return worker;
      this.drop(worker);
    }
    return undefined;
  }

  private grow(): FunctionWorker {
    const worker = new FunctionWorker(this.settings, this.taskRoot, this.cloud);
    this.workers.add(worker);
    return worker;
  }

  private drop(worker: FunctionWorker): void {
    this.workers.delete(worker);
    const end = worker.end().finally(() => this.ending.delete(end));
    this.ending.add(end);
  }

  private async use(worker: FunctionWorker, invocation: Invocation): Promise<InvocationResult> {
    const result = await worker.invoke(invocation);
    if (worker.isUsable) this.release(worker);
    else this.replace(worker);
    return result;
  }

  private release(worker: FunctionWorker): void {
    const waiting = this.queue.shift();
    if (waiting) waiting.begin(this.use(worker, waiting.invocation));
    else this.idle.push(worker);
  }

  private replace(worker: FunctionWorker): void {
    this.drop(worker);
    const waiting = this.queue.shift();
    waiting?.begin(Promise.resolve().then(() => this.use(this.grow(), waiting.invocation)));
  }
}

function stopping(): AwsError {
  return new AwsError('ServiceException', 'The local cloud is stopping.', 500);
}
