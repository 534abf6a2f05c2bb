import type { Json } from '../../../core/json';
import { encodeToken } from '../../../core/tokens';
import type { TaskState } from '../asl/definition';
import { parseResource, type TaskResource } from '../asl/resource';
import { isTooLarge, LONGEST_CAUSE, LONGEST_ERROR } from '../data/limits';
import { fillTemplate } from '../data/template';
import type { TaskOutcome, TaskWait } from '../execution/execution';
import { RuntimeError } from '../execution/failure';
import type { EventDetails, EventType } from '../history/event';
import { fillJsonata } from '../jsonata/template';
import { leaveWithResult } from './exit';
import { failAttempt } from './failing';
import { fieldOf, unexpectedType } from './field';
import { effectiveInput, selectInput } from './input';
import { jsonataScopeOf, queryLanguageOf, scopeOf, type Visit } from './visit';

/** Schedules the task: it is started when this step is in the journal. */
export function attemptTask(visit: Visit<TaskState>): void {
  const { step, branch, state } = visit;
  const resource = resourceOf(state);
  if (resource.kind === 'integration' && resource.pattern === 'waitForTaskToken') {
    branch.taskToken = tokenOf(visit);
  }
  const input = effectiveInput(visit, state);
  const timeoutSeconds = secondsOf(visit, 'TimeoutSeconds');
  const heartbeatSeconds = secondsOf(visit, 'HeartbeatSeconds');
  const credentials = credentialsOf(visit);

  const limits = { timeoutInSeconds: timeoutSeconds, heartbeatInSeconds: heartbeatSeconds };
  const details =
    credentials === undefined ? limits : { ...limits, taskCredentials: { roleArn: credentials } };
  recordScheduled(visit, resource, input, details);
  const attempt = ++step.execution.lastAttempt;
  const request = { resource: state.Resource, input, roleArn: credentials ?? step.execution.roleArn };
  const { now } = step.environment;
  branch.waiting = {
    for: 'task',
    attempt,
    request,
    ...(timeoutSeconds !== undefined && { timeoutAt: now + timeoutSeconds * 1000 }),
    ...(heartbeatSeconds !== undefined && { heartbeatSeconds, heartbeatAt: now + heartbeatSeconds * 1000 }),
  };
  const { taskToken, state: name } = branch;
  step.tasks.push({ branch: branch.id, attempt, state: name, request, taskToken });
}

/** The call was made: from now on the task waits for its token, or for its job to end. */
export function submitTask(visit: Visit<TaskState>, waiting: TaskWait, output: Json): void {
  waiting.submission = output;
  visit.step.record(visit.branch, 'TaskSubmitted', { ...namesOf(resourceOf(visit.state)), output });
}

export function endTask(visit: Visit<TaskState>, outcome: TaskOutcome): void {
  const resource = resourceOf(visit.state);
  const checked = outcome.succeeded && isTooLarge(outcome.output) ? tooLarge(resource) : outcome;
  delete visit.branch.waiting;
  if (!checked.succeeded) {
    failTask(visit, checked.error, checked.cause);
    return;
  }
  visit.step.record(visit.branch, typeOf(resource, 'Succeeded'), {
    ...namesOf(resource),
    output: checked.output,
  });
  leaveWithResult(visit, checked.output, visit.state, visit.state.Next);
}

/** TimeoutSeconds or HeartbeatSeconds have passed. AWS records States.Timeout for both, without a cause. */
export function timeOutTask(visit: Visit<TaskState>, heartbeat: boolean): void {
  const resource = resourceOf(visit.state);
  const error = 'States.Timeout';
  delete visit.branch.waiting;
  visit.step.record(visit.branch, typeOf(resource, 'TimedOut'), { ...namesOf(resource), error });
  failAttempt(visit, { error, heartbeat });
}

export function beat(waiting: TaskWait, now: number): void {
  if (waiting.heartbeatSeconds !== undefined) waiting.heartbeatAt = now + waiting.heartbeatSeconds * 1000;
}

function failTask(
  visit: Visit<TaskState>,
  givenError: string | undefined,
  givenCause: string | undefined,
): void {
  const resource = resourceOf(visit.state);
  const error = givenError?.slice(0, LONGEST_ERROR);
  const cause = givenCause?.slice(0, LONGEST_CAUSE);
  visit.step.record(visit.branch, typeOf(resource, 'Failed'), { ...namesOf(resource), error, cause });
  failAttempt(visit, { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) });
}

function tooLarge(resource: TaskResource): TaskOutcome {
  const name = resource.kind === 'function' ? resource.arn : resource.service;
  const cause = `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return { succeeded: false, error: 'States.DataLimitExceeded', cause };
}

function recordScheduled(
  visit: Visit<TaskState>,
  resource: TaskResource,
  input: Json,
  details: EventDetails,
): void {
  const { step, branch } = visit;
  if (resource.kind === 'function') {
    step.record(branch, 'LambdaFunctionScheduled', { resource: resource.arn, input, ...details });
    step.record(branch, 'LambdaFunctionStarted');
    return;
  }
  const names = namesOf(resource);
  const region = step.execution.arn.split(':')[3];
  step.record(branch, 'TaskScheduled', { ...names, region, parameters: input, ...details });
  step.record(branch, 'TaskStarted', names);
}

function namesOf(resource: TaskResource): EventDetails {
  return resource.kind === 'function' ? {} : { resourceType: resource.service, resource: resource.name };
}

function typeOf(resource: TaskResource, what: 'Succeeded' | 'Failed' | 'TimedOut'): EventType {
  return resource.kind === 'function' ? `LambdaFunction${what}` : `Task${what}`;
}

function resourceOf(state: TaskState): TaskResource {
  const resource = parseResource(state.Resource);
  if (!resource) throw new RuntimeError(`The resource '${state.Resource}' is not supported.`);
  return resource;
}

/** Names the execution, the branch and the attempt; the UUID makes it unguessable. */
function tokenOf({ step, branch }: Visit): string {
  const { execution, environment } = step;
  const place = [execution.arn, branch.id, execution.lastAttempt + 1, environment.chance.uuid()];
  return encodeToken(place);
}

function secondsOf(
  visit: Visit<TaskState>,
  field: 'TimeoutSeconds' | 'HeartbeatSeconds',
): number | undefined {
  const isJsonata = queryLanguageOf(visit) === 'JSONata';
  const found = fieldOf(visit, field, isJsonata ? visit.branch.input : selectInput(visit));
  if (!found) return undefined;
  if (typeof found.value === 'number' && Number.isInteger(found.value) && found.value > 0) return found.value;
  if (isJsonata) throw unexpectedType(visit, field, 'positive integer', found.value);
  throw new RuntimeError(
    `The ${field}Path parameter must reference a positive integer: ${found.path} == ${JSON.stringify(found.value)}`,
  );
}

function credentialsOf(visit: Visit<TaskState>): string | undefined {
  const { Credentials } = visit.state;
  if (!Credentials) return undefined;
  const filled =
    queryLanguageOf(visit) === 'JSONata'
      ? fillJsonata(Credentials, 'Credentials', jsonataScopeOf(visit))
      : fillTemplate(Credentials, scopeOf(visit, selectInput(visit)));
  const roleArn = (filled as { RoleArn?: Json }).RoleArn;
  if (typeof roleArn === 'string') return roleArn;
  throw new RuntimeError(
    `The Credentials of the state must have a RoleArn, but are ${JSON.stringify(filled)}.`,
  );
}
