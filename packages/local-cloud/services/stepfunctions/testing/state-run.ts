import type { Json, JsonObject } from '../../../core/json';
import type { Definition, QueryLanguage, State } from '../asl/definition';
import type { Randomness } from '../data/scope';
import { advance, begin } from '../execution/advance';
import { type Execution, nextDue, type TaskOutcome } from '../execution/execution';
import type { Signal } from '../execution/signal';
import type { Environment, Step, TaskStart } from '../execution/step';
import type { HistoryEvent } from '../history/event';

/** The state before the one under test: it sets the variables. No state's name can be longer than 80. */
const PRELUDE = '-'.repeat(81);

/** A state to be run by itself. */
export interface StateUnderTest {
  readonly name: string;
  readonly state: State;
  readonly queryLanguage: QueryLanguage | undefined;
  readonly input: Json;
  readonly variables: JsonObject;
  readonly roleArn: string;
}

/** How tasks end, and what a state knows of its surroundings. */
export interface TestEnvironment {
  readonly now: number;
  readonly chance: Randomness;
  attempt(task: TaskStart, execution: Execution): Promise<TaskOutcome>;
}

/** How a state ended by itself: with its output and where it leads, or with a failure that it did not handle. */
export interface StateResult {
  readonly succeeded: boolean;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  readonly nextState?: string;
  readonly outcome?: TaskOutcome;
  readonly events: readonly HistoryEvent[];
}

/** Runs one state to its end, and no other. Nothing is stored. A Wait state does not wait. */
export async function runState(
  tested: StateUnderTest,
  testEnvironment: TestEnvironment,
): Promise<StateResult> {
  const definition = around(tested);
  const execution = newExecution(tested, testEnvironment.now);
  const events: HistoryEvent[] = [];
  let now = testEnvironment.now;
  let outcome: TaskOutcome | undefined;
  const environment = (): Environment => ({ now, chance: testEnvironment.chance });
  let step: Step = begin(execution, definition, environment());
  for (;;) {
    events.push(...step.events);
    if (execution.status !== 'RUNNING') break;
    const [task] = step.tasks;
    if (task) outcome = await testEnvironment.attempt(task, execution);
    else now = Math.max(now, nextDue(execution) ?? now);
    step = advance(execution, definition, signalOf(task, outcome), environment());
  }
  const { status, output, error, cause } = execution;
  const entered = events.flatMap(({ type, state }) =>
    type.endsWith('StateEntered') && state ? [state] : [],
  );
  const nextState = entered.find((name) => name !== PRELUDE && name !== tested.name);
  return {
    succeeded: status === 'SUCCEEDED',
    events,
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    ...(nextState !== undefined && { nextState }),
    ...(outcome && { outcome }),
  };
}

function signalOf(task: TaskStart | undefined, outcome: TaskOutcome | undefined): Signal {
  if (!task || !outcome) return { type: 'clock' };
  return { type: 'taskEnded', branch: task.branch, attempt: task.attempt, outcome };
}

/** A machine in which every state that the one under test can lead to is an end. */
function around({ name, state, queryLanguage, variables }: StateUnderTest): Definition {
  const ends = targetsOf(state).filter((target) => target !== name);
  return {
    StartAt: PRELUDE,
    ...(queryLanguage && { QueryLanguage: queryLanguage }),
    States: {
      ...Object.fromEntries(ends.map((target): [string, State] => [target, { Type: 'Succeed' }])),
      [PRELUDE]: { Type: 'Pass', QueryLanguage: 'JSONPath', Assign: variables, Next: name },
      [name]: state,
    },
  };
}

function targetsOf(state: State): string[] {
  const next = 'Next' in state && state.Next !== undefined ? [state.Next] : [];
  const caught = 'Catch' in state ? (state.Catch ?? []).map(({ Next }) => Next) : [];
  if (state.Type !== 'Choice') return [...next, ...caught];
  return [...state.Choices.map(({ Next }) => Next), ...(state.Default === undefined ? [] : [state.Default])];
}

function newExecution({ input, roleArn }: StateUnderTest, startDate: number): Execution {
  const prefix = 'arn:aws:states:us-east-1:123456789012';
  return {
    arn: `${prefix}:express:test:test`,
    name: 'test',
    type: 'EXPRESS',
    machineArn: `${prefix}:stateMachine:test`,
    revisionId: '',
    roleArn,
    startDate,
    input: JSON.stringify(input),
    traceId: 'test-state',
    status: 'RUNNING',
    lastEventId: 0,
    lastBranchId: 0,
    lastAttempt: 0,
    branches: [],
  };
}
