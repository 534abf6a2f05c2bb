import type { Json, JsonObject } from '../../../core/json';
import { isTooLarge } from '../data/limits';
import { valueAt } from '../data/scope';
import { fillTemplate } from '../data/template';
import { StateError } from '../execution/failure';
import type { EventType } from '../history/event';
import { fillJsonata } from '../jsonata/template';
import { placeResult } from '../paths/place';
import { jsonataScopeOf, queryLanguageOf, scopeOf, type Visit } from './visit';

/** The output fields of a state, a choice rule or a catcher. */
export interface OutputFields {
  readonly ResultSelector?: Json;
  readonly ResultPath?: string | null;
  readonly OutputPath?: string | null;
  readonly Output?: Json;
  readonly Assign?: JsonObject;
}

interface StateExit {
  readonly output: Json;
  readonly assigned: JsonObject;
}

/** States.DataLimitExceeded of a state's own output; like States.Runtime it cannot be caught. */
export class OutputTooLargeError extends StateError {
  constructor(state: string) {
    super(
      'States.DataLimitExceeded',
      `The state/task '${state}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    );
  }
}

/** Leaves a state with its result for `next`; without one the branch ends. */
export function leaveWithResult(
  visit: Visit,
  result: Json,
  fields: OutputFields,
  next: string | undefined,
): void {
  if (queryLanguageOf(visit) === 'JSONata') {
    leave(visit, ofJsonata(visit, result, { result }, fields), next);
    return;
  }
  const { ResultSelector: template } = fields;
  const selected = template === undefined ? result : fillTemplate(template, scopeOf(visit, result));
  leave(visit, ofJsonPath(visit, selected, fields), next);
}

/** Leaves a state that has no result but passes its input on. */
export function leaveWithInput(
  visit: Visit,
  input: Json,
  fields: OutputFields,
  next: string | undefined,
): void {
  if (queryLanguageOf(visit) === 'JSONata') {
    leave(visit, ofJsonata(visit, input, {}, fields), next);
    return;
  }
  leave(visit, ofJsonPath(visit, input, { ...fields, ResultPath: '$' }), next);
}

/** Leaves a state through a catcher. */
export function leaveWithError(
  visit: Visit,
  errorOutput: JsonObject,
  fields: OutputFields,
  next: string,
): void {
  if (queryLanguageOf(visit) === 'JSONata') {
    leave(visit, ofJsonata(visit, errorOutput, { errorOutput }, fields), next);
    return;
  }
  leave(visit, ofJsonPath(visit, errorOutput, fields), next);
}

function ofJsonPath(visit: Visit, result: Json, fields: OutputFields): StateExit {
  const assigned = fields.Assign ? fillTemplate(fields.Assign, scopeOf(visit, result)) : {};
  const { ResultPath: place = '$', OutputPath: path = '$' } = fields;
  const { input } = visit.branch;
  const combined = place === null ? input : place === '$' ? result : placeResult(input, place, result);
  const output = path === '$' ? combined : path === null ? {} : valueAt(path, scopeOf(visit, combined));
  return { output, assigned: assigned as JsonObject };
}

function ofJsonata(visit: Visit, unchanged: Json, more: JsonObject, fields: OutputFields): StateExit {
  if (fields.Assign === undefined && fields.Output === undefined) return { output: unchanged, assigned: {} };
  const scope = jsonataScopeOf(visit, more);
  const assigned = fields.Assign ? fillJsonata(fields.Assign, 'Assign', scope) : {};
  const output = fields.Output === undefined ? unchanged : fillJsonata(fields.Output, 'Output', scope);
  return { output, assigned: assigned as JsonObject };
}

/** Variables change only here: whatever a state evaluates sees them as they were at its entry. */
function leave(visit: Visit, { output, assigned }: StateExit, next: string | undefined): void {
  const { step, branch, state } = visit;
  if (output !== branch.input && isTooLarge(output)) throw new OutputTooLargeError(branch.state);
  const assignedVariables = Object.keys(assigned).length > 0 ? assigned : undefined;
  step.record(branch, `${state.Type}StateExited` as EventType, { output, assignedVariables });
  if (assignedVariables) branch.variables = { ...branch.variables, ...assignedVariables };
  if (next === undefined) step.end(branch, { output });
  else step.go(branch, next, output);
}
