import { GroupCommit } from '../../../core/group-commit';
import type { Definition } from '../asl/definition';
import type { Randomness } from '../data/scope';
import { advance, begin } from '../execution/advance';
import { type Execution, nextDue } from '../execution/execution';
import type { Signal } from '../execution/signal';
import type { Environment, Step, TaskStart } from '../execution/step';
import type { Journal, JournalEntry } from '../journal/journal';
import { Alarms, type EngineClock } from './alarms';
import { isUnderWay, unfinishedTasks } from './unfinished-tasks';

/** Runs the tasks of executions. It never throws: an error is the task's outcome. */
export interface TaskRunner {
  /** Makes one attempt and reports on it. After a crash the same attempt may be made once more. */
  run(task: TaskStart, execution: Execution, report: (signal: Signal) => void): void;
}

export interface EngineParts {
  readonly journal: Journal;
  readonly tasks: TaskRunner;
  readonly clock: EngineClock;
  readonly chance: Randomness;
  /** The definition of a revision, which every execution names. */
  definition(revisionId: string): Promise<Definition>;
  /** Told after it is written that an execution has started or ended. */
  statusChanged?(execution: Execution): void;
  /** A line for a person, about something that should not happen. */
  log(message: string): void;
}

interface Message {
  readonly signal: Signal;
  readonly done: () => void;
  readonly failed: (reason: unknown) => void;
}

/** An execution with work to do. One that only waits is not in memory, only in the journal. */
interface ActiveExecution {
  readonly execution: Execution;
  readonly definition: Definition;
  inbox: Message[];
  working: boolean;
}

/**
 * Runs executions. Every step is written to the journal before its effects are carried out. So after a crash at
 * any instant the next step of every execution is known, and {@link recover} makes it: waits continue, and tasks
 * that were running are started again.
 */
export class Engine {
  private readonly live = new Map<string, ActiveExecution>();
  private readonly loads = new Map<string, Promise<boolean>>();
  private readonly waiters = new Map<string, ((execution: Execution) => void)[]>();
  private readonly starts = new Map<string, Promise<Execution>>();
  private readonly commits: GroupCommit<JournalEntry>;
  private readonly alarms: Alarms;
  private stopped = false;

  constructor(private readonly parts: EngineParts) {
    this.commits = new GroupCommit((entries) => parts.journal.write(entries));
    this.alarms = new Alarms(parts.clock, (arn) => this.tell(arn, { type: 'clock' }));
  }

  /**
   * Starts an execution, unless there already is one of its ARN: then gives that one, unchanged.
   * Resolves when the start is in the journal.
   */
  async start(execution: Execution): Promise<Execution> {
    const { arn } = execution;
    const earlier = this.starts.get(arn);
    if (earlier) return earlier;
    const starting = this.startOrFind(execution).finally(() => this.starts.delete(arn));
    this.starts.set(arn, starting);
    return starting;
  }

  /** Resolves with an execution when it has ended. */
  async ended(arn: string): Promise<Execution | undefined> {
    const ending = new Promise<Execution>((resolve) => this.waitersOf(arn).push(resolve));
    if (this.live.get(arn)?.execution.status === 'RUNNING') return ending;
    const execution = await this.parts.journal.execution(arn);
    if (execution?.status === 'RUNNING') return ending;
    this.waiters.delete(arn);
    return execution;
  }

  /** Sends a signal to an execution. Resolves when its reaction is in the journal. */
  async signal(arn: string, signal: Signal): Promise<void> {
    let live = this.live.get(arn);
    while (!live) {
      if (this.stopped || !(await this.load(arn))) return;
      live = this.live.get(arn);
    }
    await this.post(live, signal);
  }

  /** Starts an ended execution again, if it can be. Resolves when that is in the journal. */
  async redrive(arn: string, clientToken: string): Promise<void> {
    const known = await this.parts.journal.execution(arn);
    const definition = known && (await this.parts.definition(known.revisionId));
    // Read at last: nothing may happen to it between this and its going live.
    const execution = await this.parts.journal.execution(arn);
    if (!execution || !definition || this.stopped) return;
    const live = this.live.get(arn) ?? { execution, definition, inbox: [], working: false };
    this.live.set(arn, live);
    await this.post(live, { type: 'redrive', clientToken });
  }

  /** Resumes every execution in the journal that has not ended. */
  async recover(): Promise<void> {
    for await (const { arn, busy, due } of this.parts.journal.unfinished()) {
      if (busy) await this.resume(arn);
      else this.alarms.set(arn, due);
    }
  }

  /** Makes no further step, and waits until the last is written. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.alarms.clear();
    await this.commits.settled();
  }

  private async startOrFind(execution: Execution): Promise<Execution> {
    const known = await this.parts.journal.execution(execution.arn);
    if (known) return known;
    const definition = await this.parts.definition(execution.revisionId);
    const live: ActiveExecution = { execution, definition, inbox: [], working: true };
    this.live.set(execution.arn, live);
    try {
      const step = begin(execution, definition, this.environment());
      await this.commits.commit([{ execution, events: step.events }]);
      this.act(live, [step]);
    } catch (error) {
      this.live.delete(execution.arn);
      throw error;
    }
    void this.work(live);
    return execution;
  }

  private post(live: ActiveExecution, signal: Signal): Promise<void> {
    return new Promise((done, failed) => {
      live.inbox.push({ signal, done, failed });
      if (!live.working) void this.work(live);
    });
  }

  private async work(live: ActiveExecution): Promise<void> {
    live.working = true;
    while (live.inbox.length > 0 && !this.stopped) {
      const messages = live.inbox;
      live.inbox = [];
      try {
        await this.turn(live, messages);
      } catch (error) {
        this.abandon(live, messages, error);
        return;
      }
    }
    live.working = false;
    if (!live.execution.branches.some(isUnderWay)) this.live.delete(live.execution.arn);
  }

  /** Lets an execution react to all its signals, in one entry of the journal. */
  private async turn(live: ActiveExecution, messages: readonly Message[]): Promise<void> {
    const { execution, definition } = live;
    const steps = messages.map(({ signal }) => advance(execution, definition, signal, this.environment()));
    await this.commits.commit([{ execution, events: steps.flatMap((step) => step.events) }]);
    this.act(live, steps);
    for (const { done } of messages) done();
  }

  /** Carries out the effects of steps that are written. */
  private act(live: ActiveExecution, steps: readonly Step[]): void {
    if (this.stopped) return;
    const { execution } = live;
    this.alarms.set(execution.arn, nextDue(execution));
    for (const task of steps.flatMap((step) => step.tasks)) this.startTask(execution, task);
    const cutShort = execution.branches.some((branch) => branch.waiting === undefined);
    if (cutShort) this.tell(execution.arn, { type: 'continue' });
    if (execution.status !== 'RUNNING') this.tellEnded(execution);
  }

  private tellEnded(execution: Execution): void {
    this.parts.statusChanged?.(execution);
    const waiters = this.waiters.get(execution.arn) ?? [];
    this.waiters.delete(execution.arn);
    for (const resolve of waiters) resolve(execution);
  }

  private waitersOf(arn: string): ((execution: Execution) => void)[] {
    const waiters = this.waiters.get(arn) ?? [];
    this.waiters.set(arn, waiters);
    return waiters;
  }

  private startTask(execution: Execution, task: TaskStart): void {
    this.parts.tasks.run(task, execution, (signal) => this.tell(execution.arn, signal));
  }

  /** A step that was not written did not happen: the execution is read from the journal again. */
  private abandon(live: ActiveExecution, messages: readonly Message[], error: unknown): void {
    const { arn } = live.execution;
    this.live.delete(arn);
    this.parts.log(`A step of ${arn} failed, and is made again at the next start: ${String(error)}`);
    for (const { failed } of [...messages, ...live.inbox]) failed(error);
  }

  private async resume(arn: string): Promise<void> {
    if (!(await this.load(arn))) return;
    const live = this.live.get(arn);
    if (!live) return;
    this.alarms.set(arn, nextDue(live.execution));
    for (const task of unfinishedTasks(live.execution)) this.startTask(live.execution, task);
    this.tell(arn, { type: 'continue' });
  }

  /** Loads an execution from the journal; false where it is not running. */
  private load(arn: string): Promise<boolean> {
    const loading = this.loads.get(arn) ?? this.read(arn).finally(() => this.loads.delete(arn));
    this.loads.set(arn, loading);
    return loading;
  }

  private async read(arn: string): Promise<boolean> {
    const execution = await this.parts.journal.execution(arn);
    if (execution?.status !== 'RUNNING') return false;
    const definition = await this.parts.definition(execution.revisionId);
    if (!this.live.has(arn)) this.live.set(arn, { execution, definition, inbox: [], working: false });
    return true;
  }

  /** A signal that nobody waits for; why it failed was logged when it did. */
  private tell(arn: string, signal: Signal): void {
    this.signal(arn, signal).catch(() => undefined);
  }

  private environment(): Environment {
    return { now: this.parts.clock.now(), chance: this.parts.chance };
  }
}
