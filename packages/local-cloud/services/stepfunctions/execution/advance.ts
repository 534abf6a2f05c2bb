import type { Definition } from '../asl/definition';
import type { EventType } from '../history/event';
import { attempt, endChild, finishTask, isDue, submit, wake } from '../states/behaviour';
import { beat } from '../states/task';
import { inputOf, type Visit } from '../states/visit';
import { type Branch, dueTimes, type Execution, type TaskWait } from './execution';
import { redrive } from './redrive';
import { settleError } from './settle-error';
import type { Signal } from './signal';
import { type BranchEnd, type Environment, HistoryFullError, Step } from './step';

/** How many states a step passes at most, so that a long run does not keep all others waiting. */
const MOST_TRANSITIONS_PER_STEP = 1_000;

/** Makes the first step of a new execution. */
export function begin(execution: Execution, definition: Definition, environment: Environment): Step {
  return stepThrough(new Step(execution, definition, environment), (step) => step.begin(inputOf(execution)));
}

/**
 * Lets an execution react to a signal, and go on until every branch waits for something.
 * Synchronous, and a function of its arguments alone; it changes `execution` in place. What it answers has
 * to be written to the journal, together with the execution, before its tasks are started.
 */
export function advance(
  execution: Execution,
  definition: Definition,
  signal: Signal,
  environment: Environment,
): Step {
  const step = new Step(execution, definition, environment);
  if (!step.open && signal.type !== 'redrive') return step;
  return stepThrough(step, () => react(step, signal));
}

function stepThrough(step: Step, act: (step: Step) => void): Step {
  try {
    act(step);
    run(step);
  } catch (error) {
    if (!(error instanceof HistoryFullError)) throw error;
    const details = { error: error.error, cause: error.message };
    step.close('FAILED', 'ExecutionFailed', details, step.execution.lastEventId);
  }
  return step;
}

function run(step: Step): void {
  for (let transitions = 0; step.open; transitions++) {
    settleEnds(step);
    if (!step.open || transitions >= MOST_TRANSITIONS_PER_STEP) return;
    const branch = step.runnable.shift();
    if (!branch) return;
    enter(step, branch);
  }
}

/** Tells the parents of the branches that have ended, which may end in turn. */
function settleEnds(step: Step): void {
  for (let next = step.ended.shift(); next; next = step.ended.shift()) endBranch(step, next.branch, next.end);
}

function enter(step: Step, branch: Branch): void {
  const state = step.stateOf(branch);
  if (branch.enteredEventId === 0) {
    branch.eventBeforeEntry = branch.lastEventId;
    branch.enteredAt = step.environment.now;
    branch.enteredEventId = step.record(branch, `${state.Type}StateEntered` as EventType, {
      input: branch.input,
    });
  }
  inState({ step, branch, state }, attempt);
}

function endBranch(step: Step, branch: Branch, end: BranchEnd): void {
  const parent = step.parentOf(branch);
  if (parent) {
    const visit = { step, branch: parent, state: step.stateOf(parent) };
    inState(visit, () => endChild(visit, branch, end));
    return;
  }
  if ('output' in end) step.close('SUCCEEDED', 'ExecutionSucceeded', end, branch.lastEventId);
  else step.close('FAILED', 'ExecutionFailed', end.failure, branch.lastEventId);
}

function react(step: Step, signal: Signal): void {
  switch (signal.type) {
    case 'continue':
      return;
    case 'clock':
      passTime(step);
      return;
    case 'redrive':
      redrive(step, signal.clientToken);
      return;
    case 'stop': {
      const { error, cause } = signal;
      step.close('ABORTED', 'ExecutionAborted', { error, cause }, 0);
      return;
    }
    default:
      answer(step, signal);
      return;
  }
}

function passTime(step: Step): void {
  const { now } = step.environment;
  if (isDue(step.execution.deadline, now)) {
    step.close('TIMED_OUT', 'ExecutionTimedOut', { error: 'States.Timeout' }, 0);
    return;
  }
  const due = step.execution.branches.filter((branch) => dueTimes(branch.waiting).some((at) => at <= now));
  for (const branch of due) {
    // An earlier one of them may have ended this one: a failed branch ends those beside it.
    if (!step.execution.branches.includes(branch)) continue;
    inState({ step, branch, state: step.stateOf(branch) }, wake);
    settleEnds(step);
  }
}

/** An answer to an attempt that is over by now is ignored. */
function answer(step: Step, signal: Extract<Signal, { attempt: number }>): void {
  const branch = step.execution.branches.find((each) => each.id === signal.branch);
  const waiting = branch?.waiting;
  if (!branch || waiting?.for !== 'task' || waiting.attempt !== signal.attempt) return;
  const visit = { step, branch, state: step.stateOf(branch) };
  inState(visit, () => answerAttempt(visit, waiting, signal));
}

function answerAttempt(visit: Visit, waiting: TaskWait, signal: Extract<Signal, { attempt: number }>): void {
  if (signal.type === 'taskSubmitted') submit(visit, waiting, signal.output);
  else if (signal.type === 'taskHeartbeat') beat(waiting, visit.step.environment.now);
  else finishTask(visit, signal.outcome);
}

/** Runs what a state does; whatever it throws becomes a failure of that state, or of the execution. */
function inState(visit: Visit, act: (visit: Visit) => void): void {
  try {
    act(visit);
  } catch (error) {
    settleError(visit, error);
  }
}
