import type { Json, JsonObject } from '../../../core/json';
import type { QueryLanguage, State } from '../asl/definition';
import type { Scope } from '../data/scope';
import type { Branch, Execution } from '../execution/execution';
import type { Step } from '../execution/step';
import type { JsonataScope } from '../jsonata/template';

/** A branch in one of its states, during one step. */
export interface Visit<S extends State = State> {
  readonly step: Step;
  readonly branch: Branch;
  readonly state: S;
}

export function queryLanguageOf({ step, state }: Visit): QueryLanguage {
  return state.QueryLanguage ?? step.definition.QueryLanguage ?? 'JSONPath';
}

/** What paths and intrinsic functions read here, with `$` being `input`. */
export function scopeOf(visit: Visit, input: Json, item?: Branch['item']): Scope {
  return {
    input,
    context: () => contextOf(visit, item),
    variable: (name) => variableOf(visit, name),
    chance: visit.step.environment.chance,
  };
}

/** What JSONata expressions read here; `more` is the result or the error output, where there is one. */
export function jsonataScopeOf(visit: Visit, more: JsonObject = {}, item?: Branch['item']): JsonataScope {
  const { environment } = visit.step;
  return {
    states: { input: visit.branch.input, context: contextOf(visit, item), ...more },
    variables: variablesOf(visit),
    chance: environment.chance,
    now: environment.now,
  };
}

/** Parsed once per execution and process: inputs are up to 256 KiB, and any template may ask for them. */
const parsedInputs = new WeakMap<Execution, Json>();

export function inputOf(execution: Execution): Json {
  let input = parsedInputs.get(execution);
  if (input === undefined) {
    input = JSON.parse(execution.input) as Json;
    parsedInputs.set(execution, input);
  }
  return input;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
function contextOf(visit: Visit, item = nearestItem(visit)): JsonObject {
  const { step, branch, state } = visit;
  const { execution } = step;
  const retries = branch.retries.reduce((total, each) => total + (each ?? 0), 0);
  const redriven = execution.redrives?.at(-1);
  const retrying = state.Type === 'Task' || state.Type === 'Parallel' || state.Type === 'Map';
  return {
    Execution: {
      Id: execution.arn,
      Input: inputOf(execution),
      StartTime: iso(execution.startDate),
      Name: execution.name,
      RoleArn: execution.roleArn,
      RedriveCount: execution.redriveCount ?? 0,
      ...(redriven && { RedriveTime: iso(redriven.date) }),
    },
    StateMachine: { Id: execution.machineArn, Name: execution.machineArn.split(':').at(-1) ?? '' },
    State: {
      Name: branch.state,
      EnteredTime: iso(branch.enteredAt),
      ...(retrying && { RetryCount: retries }),
    },
    ...(branch.taskToken !== undefined && { Task: { Token: branch.taskToken } }),
    ...(item && { Map: { Item: { ...item } } }),
  };
}

function nearestItem({ step, branch }: Visit): Branch['item'] {
  for (let each: Branch | undefined = branch; each; each = step.parentOf(each))
    if (each.item) return each.item;
  return undefined;
}

function variableOf({ step, branch }: Visit, name: string): Json | undefined {
  for (let each: Branch | undefined = branch; each; each = step.parentOf(each)) {
    if (Object.hasOwn(each.variables, name)) return each.variables[name];
    if (each.silent) return undefined;
  }
  return undefined;
}

function variablesOf({ step, branch }: Visit): JsonObject {
  const parent = branch.silent ? undefined : step.parentOf(branch);
  if (!parent) return branch.variables;
  return { ...variablesOf({ step, branch: parent, state: step.stateOf(parent) }), ...branch.variables };
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
