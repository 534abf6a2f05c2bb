import type { Json } from '../../../core/json';
import { advance, begin } from '../execution/advance';
import { type Execution, nextDue } from '../execution/execution';
import type { Signal } from '../execution/signal';
import type { Environment, Step, TaskStart } from '../execution/step';
import type { HistoryEvent } from '../history/event';
import { seededRandom } from '../intrinsics/shared';
import type { RecordedEvent, RecordedTask, Result, Vector } from './vector';

const ACCOUNT = 'us-east-1:111111111111';
const START = Date.parse('2024-01-01T00:00:00Z');

/** The fields of an event that recordings have. */
const DETAILS = [
  'state',
  'scope',
  'input',
  'output',
  'parameters',
  'assignedVariables',
  'error',
  'cause',
  'resource',
  'resourceType',
  'length',
  'index',
  'location',
] as const satisfies readonly (keyof HistoryEvent)[];

/** Runs a recorded execution on the engine, its tasks ending as they did on AWS, on a clock that jumps. */
export function playBack(vector: Vector): Result {
  // As a client would read it: JSON knows no -0, for one.
  return JSON.parse(JSON.stringify(new Playback(vector).run())) as Result;
}

class Playback {
  private readonly execution: Execution;
  private readonly events: HistoryEvent[] = [];
  private readonly signals: Signal[] = [];
  private readonly taken = new Set<RecordedTask>();
  private now = START;
  private drawn = 0;

  constructor(private readonly vector: Vector) {
    this.execution = newExecution(vector);
  }

  run(): Result {
    const { execution, vector } = this;
    this.take(begin(execution, vector.definition, this.environment()));
    while (execution.status === 'RUNNING') {
      this.take(advance(execution, vector.definition, this.next(), this.environment()));
    }
    const { status, output, error, cause } = execution;
    return {
      status,
      ...(output !== undefined && { output }),
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
      events: this.events.map(recorded),
    };
  }

  private take(step: Step): void {
    this.events.push(...step.events);
    for (const task of step.tasks) this.signals.push(...this.signalsOf(task, step));
  }

  /** Answers come before the clock moves on to what is due next. */
  private next(): Signal {
    const signal = this.signals.shift();
    if (signal) return signal;
    if (this.execution.branches.some(({ waiting }) => waiting === undefined)) return { type: 'continue' };
    const due = nextDue(this.execution);
    if (due === undefined)
      return { type: 'stop', error: 'Playback', cause: 'No outcome was recorded for a task.' };
    this.now = Math.max(this.now, due);
    return { type: 'clock' };
  }

  private signalsOf({ branch, attempt, state }: TaskStart, step: Step): Signal[] {
    const at = step.execution.branches.find(({ id }) => id === branch);
    const task = this.recordedTask(state, at ? step.scopeOf(at) : []);
    if (!task) return [];
    this.taken.add(task);
    const { submitted, outcome, output = null, error, cause } = task;
    const signals: Signal[] = [];
    if (submitted !== undefined) signals.push({ type: 'taskSubmitted', branch, attempt, output: submitted });
    if (outcome === 'succeeded') {
      signals.push({ type: 'taskEnded', branch, attempt, outcome: { succeeded: true, output } });
    } else if (outcome === 'failed') {
      signals.push({ type: 'taskEnded', branch, attempt, outcome: { succeeded: false, error, cause } });
    }
    return signals;
  }

  /** The first outcome of that state that is not taken yet; where branches are concurrent it may lack the scope. */
  private recordedTask(state: string, scope: readonly string[]): RecordedTask | undefined {
    const open = this.vector.tasks.filter((task) => task.state === state && !this.taken.has(task));
    return (
      open.find((task) => task.scope?.join() === scope.join()) ??
      open.find((task) => task.scope === undefined)
    );
  }

  private environment(): Environment {
    return { now: this.now, chance: { random: () => this.random(), uuid: () => this.uuid() } };
  }

  private random(): number {
    return seededRandom(++this.drawn);
  }

  private uuid(): string {
    return `00000000-0000-4000-8000-${String(++this.drawn).padStart(12, '0')}`;
  }
}

function newExecution({ definition, input, machineType }: Vector): Execution {
  const { TimeoutSeconds } = definition;
  return {
    arn: `arn:aws:states:${ACCOUNT}:execution:playback:vector`,
    name: 'vector',
    type: machineType,
    machineArn: `arn:aws:states:${ACCOUNT}:stateMachine:playback`,
    revisionId: '',
    roleArn: 'arn:aws:iam::111111111111:role/playback',
    startDate: START,
    input: JSON.stringify(input),
    traceId: '',
    ...(TimeoutSeconds !== undefined && { deadline: START + TimeoutSeconds * 1000 }),
    status: 'RUNNING',
    lastEventId: 0,
    lastBranchId: 0,
    lastAttempt: 0,
    branches: [],
  };
}

function recorded(event: HistoryEvent): RecordedEvent {
  const { id, previousEventId, type } = event;
  const details = DETAILS.filter((name) => event[name] !== undefined).map((name) => [
    name,
    event[name] as Json,
  ]);
  return { id, previousEventId, type, ...Object.fromEntries(details) };
}
