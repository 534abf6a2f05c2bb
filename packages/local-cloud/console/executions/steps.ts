import type { Json, JsonObject } from '../../core/json';

/** One event of GetExecutionHistory. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly [details: string]: Json | undefined;
}

/** What happened within a step. */
export interface StepEvent {
  readonly id: number;
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly details: JsonObject;
}

/** One stay in a state. Payloads are JSON texts, as the history has them. */
export interface Step {
  readonly id: number;
  readonly state: string;
  readonly type: string;
  readonly enteredAt: number;
  exitedAt?: number;
  readonly input: string | undefined;
  output?: string | undefined;
  /** Of the last failure in it. */
  error?: string;
  cause?: string;
  /** `caught`: a task of it failed, and the workflow had an answer to that. */
  status: 'running' | 'succeeded' | 'caught' | 'failed' | 'aborted';
  /** The step that led here. */
  readonly after: string | undefined;
  readonly events: StepEvent[];
}

/** What a whole execution did besides its steps: how it began and how it ended. */
export interface Story {
  readonly steps: readonly Step[];
  readonly others: readonly StepEvent[];
}

/** The stays in states that a history tells of, in the order in which they began. */
export function storyOf(events: readonly HistoryEvent[]): Story {
  const steps: Step[] = [];
  const others: StepEvent[] = [];
  /** The step that an event belongs to, by the event's id. */
  const stepOf = new Map<number, Step>();
  for (const event of events) {
    const before = stepOf.get(event.previousEventId);
    const step = event.type.endsWith('StateEntered')
      ? entered(event, before)
      : (exiting(event, steps) ?? before);
    if (event.type.endsWith('StateEntered') && step) steps.push(step);
    if (step) {
      stepOf.set(event.id, step);
      happened(step, event);
      if (!event.type.startsWith('Execution')) step.events.push(told(event));
    }
    if (event.type.startsWith('Execution')) others.push(told(event));
  }
  close(steps, events.at(-1));
  return { steps, others };
}

function entered(event: HistoryEvent, before: Step | undefined): Step {
  const details = (event['stateEnteredEventDetails'] ?? {}) as { name?: string; input?: string };
  return {
    id: event.id,
    state: details.name ?? '',
    type: event.type.replace('StateEntered', ''),
    enteredAt: event.timestamp * 1000,
    input: details.input,
    status: 'running',
    after: before?.state,
    events: [],
  };
}

/** A Parallel or Map is left after its last branch's event, not after its own. */
function exiting(event: HistoryEvent, steps: readonly Step[]): Step | undefined {
  if (!event.type.endsWith('StateExited')) return undefined;
  const name = (event['stateExitedEventDetails'] as { name?: string } | undefined)?.name;
  return steps.findLast((step) => step.state === name && step.exitedAt === undefined);
}

function happened(step: Step, event: HistoryEvent): void {
  const details = detailsOf(event) as { error?: string; cause?: string; output?: string };
  if (event.type.endsWith('StateExited')) {
    step.exitedAt = event.timestamp * 1000;
    step.output = details.output;
    step.status = step.error === undefined ? 'succeeded' : 'caught';
  } else if (/(Failed|TimedOut)$/.test(event.type) && !event.type.startsWith('Execution')) {
    step.error = details.error ?? event.type;
    if (details.cause !== undefined) step.cause = details.cause;
  } else if (/Succeeded$/.test(event.type) && !event.type.startsWith('Execution')) {
    // An attempt after the one that failed.
    delete step.error;
    delete step.cause;
  } else if (/^Execution(Failed|TimedOut)$/.test(event.type) && step.exitedAt === undefined) {
    step.status = 'failed';
    step.error ??= details.error ?? event.type;
    if (details.cause !== undefined) step.cause ??= details.cause;
  }
}

/** An execution that has ended is in no state any more. */
function close(steps: readonly Step[], last: HistoryEvent | undefined): void {
  const ended = /^Execution(Failed|TimedOut|Aborted|Succeeded)$/.exec(last?.type ?? '')?.[1];
  for (const step of steps) {
    if (ended === undefined || step.status !== 'running') continue;
    step.status = ended === 'Aborted' ? 'aborted' : 'failed';
  }
}

function told(event: HistoryEvent): StepEvent {
  return { id: event.id, type: event.type, at: event.timestamp * 1000, details: detailsOf(event) };
}

function detailsOf(event: HistoryEvent): JsonObject {
  const details = Object.entries(event).find(([name]) => name.endsWith('EventDetails'))?.[1];
  return (details ?? {}) as JsonObject;
}
