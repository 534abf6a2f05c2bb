import { AwsError } from '../../../core/errors';
import type { JsonObject } from '../../../core/json';
import { stringOf } from '../../../core/json';
import { optionalString, requiredString } from '../../../core/request-input';
import { decodeToken } from '../../../core/tokens';
import { LARGEST_PAYLOAD_BYTES } from '../data/limits';
import type { Branch, TaskOutcome, TaskWait } from '../execution/execution';
import type { StepFunctionsContext, StepFunctionsOperation } from './operation';

/** A task that waits for its token. */
interface TokenTask {
  readonly arn: string;
  readonly branch: number;
  readonly attempt: number;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token */
export const sendTaskSuccess: StepFunctionsOperation = async (context, input) => {
  const task = await taskOf(context, input);
  const text = requiredString(input, 'output');
  if (Buffer.byteLength(text) > LARGEST_PAYLOAD_BYTES)
    throw invalidOutput('The output is larger than 256 KiB.');
  return end(context, task, { succeeded: true, output: parsed(text) });
};

export const sendTaskFailure: StepFunctionsOperation = async (context, input) => {
  const task = await taskOf(context, input);
  const error = optionalString(input, 'error');
  const cause = optionalString(input, 'cause');
  return end(context, task, { succeeded: false, error, cause });
};

export const sendTaskHeartbeat: StepFunctionsOperation = async (context, input) => {
  const { arn, branch, attempt } = await taskOf(context, input);
  await context.engine.signal(arn, { type: 'taskHeartbeat', branch, attempt });
  return {};
};

async function end(
  { engine }: StepFunctionsContext,
  { arn, branch, attempt }: TokenTask,
  outcome: TaskOutcome,
): Promise<JsonObject> {
  await engine.signal(arn, { type: 'taskEnded', branch, attempt, outcome });
  return {};
}

async function taskOf({ journal }: StepFunctionsContext, input: JsonObject): Promise<TokenTask> {
  const token = requiredString(input, 'taskToken');
  const arn = executionOf(token);
  const execution = arn === undefined ? undefined : await journal.execution(arn);
  if (!execution) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
  const branch = execution.branches.find((each) => each.taskToken === token && each.waiting?.for === 'task');
  if (!branch) throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  return { arn: execution.arn, branch: branch.id, attempt: attemptOf(branch) };
}

function attemptOf({ waiting }: Branch): number {
  return (waiting as TaskWait).attempt;
}

function executionOf(token: string): string | undefined {
  const place = decodeToken(token);
  return Array.isArray(place) ? stringOf(place[0]) : undefined;
}

function parsed(text: string) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidOutput(error instanceof Error ? error.message : String(error));
  }
}

function invalidOutput(reason: string): AwsError {
  return new AwsError('InvalidOutput', `Invalid Output: '${reason}'`);
}
