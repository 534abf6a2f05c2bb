import { AwsError } from '../../../core/errors';
import { isObject, type Json, type JsonObject, stringOf } from '../../../core/json';
import { optionalString, requiredString } from '../../../core/request-input';
import type { ServiceCall } from '../../../core/service';
import type { Definition, State } from '../asl/definition';
import { parseResource } from '../asl/resource';
import { validateDefinition } from '../asl/validate';
import type { TaskOutcome } from '../execution/execution';
import type { Signal } from '../execution/signal';
import { integrationOf } from '../integrations/integrations';
import { CloudTaskRunner } from '../integrations/task-runner';
import { inspect } from '../testing/inspection';
import type { StateUnderTest, TestEnvironment } from '../testing/state-run';
import { runStateTest } from '../testing/state-test';
import type { StepFunctionsContext, StepFunctionsOperation } from './operation';

/** Parameters of the API that are not supported locally. */
const UNSUPPORTED = ['context'] as const;
const UNNAMED = 'State';

/**
 * TestState: runs one state, of its own or of a whole definition, with the role's permissions or with a mock in the
 * task's place. https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html
 */
export const testState: StepFunctionsOperation = async (context, input, call) => {
  for (const field of UNSUPPORTED) {
    if (input[field] !== undefined)
      throw new AwsError('ValidationException', `${field} is not supported by the local TestState.`);
  }
  const mock = mockOf(input);
  const tested = trialOf(input, mock !== undefined);
  const testEnvironment = testEnvironmentOf(context, mock, call);
  const { status, ended, failure, errorDetails } = await runStateTest(
    tested,
    testEnvironment,
    retriedBefore(input),
  );
  const level = optionalString(input, 'inspectionLevel') ?? 'INFO';
  const handled = status === 'SUCCEEDED' || status === 'CAUGHT_ERROR';
  return {
    status,
    ...(handled && ended.output !== undefined && { output: JSON.stringify(ended.output) }),
    ...(handled && ended.nextState !== undefined && { nextState: ended.nextState }),
    ...failure,
    ...(level !== 'INFO' && {
      inspectionData: {
        ...(await inspect(tested, ended, testEnvironment)),
        ...(errorDetails && { errorDetails }),
      },
    }),
  };
};

function trialOf(input: JsonObject, isMocked: boolean): StateUnderTest {
  const given = parsed('definition', requiredString(input, 'definition'));
  const stateName = optionalString(input, 'stateName');
  const whole = stateName === undefined ? undefined : (given as unknown as Definition);
  const name = stateName ?? UNNAMED;
  const state = whole ? whole.States?.[name] : (given as unknown as State);
  if (!state) throw new AwsError('ValidationException', `The definition has no state '${name}'.`);
  requireValid(whole ?? alone(state));
  const roleArn = optionalString(input, 'roleArn') ?? '';
  requireTestable(state, isMocked, roleArn);
  const variables = optionalString(input, 'variables');
  return {
    name,
    state: isMocked ? asTask(state) : state,
    queryLanguage: whole?.QueryLanguage,
    input: parsed('input', optionalString(input, 'input') ?? '{}'),
    variables: variables === undefined ? {} : (parsed('variables', variables) as JsonObject),
    roleArn,
  };
}

/** A machine of one state, whose targets are ends: for the validation. */
function alone(state: State): JsonObject {
  const targets = [...JSON.stringify(state).matchAll(/"(?:Next|Default)":"((?:[^"\\]|\\.)*)"/g)].map(
    ([, name]) => JSON.parse(`"${name}"`),
  );
  const ends = Object.fromEntries(targets.map((target) => [target, { Type: 'Succeed' }]));
  return { StartAt: UNNAMED, States: { ...ends, [UNNAMED]: state as unknown as Json } };
}

function requireValid(definition: object): void {
  const { diagnostics } = validateDefinition(JSON.stringify(definition));
  const [first] = diagnostics;
  if (first)
    throw new AwsError(
      'InvalidDefinition',
      `Invalid State Machine Definition: '${first.code}: ${first.message}'`,
    );
}

function requireTestable(state: State, isMocked: boolean, roleArn: string): void {
  if (isMocked) return;
  if (state.Type === 'Parallel' || state.Type === 'Map')
    throw new AwsError('ValidationException', `A ${state.Type} state is tested with a mock only.`);
  if (state.Type !== 'Task') return;
  const resource = parseResource(state.Resource);
  if (!resource || !integrationOf(resource))
    throw new AwsError(
      'ValidationException',
      `The resource ${state.Resource} does not run locally: give a mock.`,
    );
  if (resource.kind === 'integration' && resource.pattern !== 'request')
    throw new AwsError(
      'ValidationException',
      'A task that waits for a job or a token is tested with a mock only.',
    );
  if (roleArn === '') throw new AwsError('ValidationException', 'A Task state needs a roleArn, or a mock.');
}

/** A mock replaces everything that a Parallel or Map would do. */
function asTask(state: State): State {
  if (state.Type !== 'Parallel' && state.Type !== 'Map') return state;
  const { Branches, ItemProcessor, Iterator, ItemSelector, ItemsPath, Items, ...rest } = {
    ...(state as unknown as JsonObject),
  };
  return { ...rest, Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke' } as unknown as State;
}

function mockOf({ mock }: JsonObject): TaskOutcome | undefined {
  if (mock === undefined || mock === null) return undefined;
  const { result, errorOutput } = mock as JsonObject;
  if (typeof result === 'string') return { succeeded: true, output: parsed('mock.result', result) };
  if (!isObject(errorOutput))
    throw new AwsError('ValidationException', 'A mock needs a result or an errorOutput.');
  const { error, cause } = errorOutput;
  return {
    succeeded: false,
    error: stringOf(error),
    cause: stringOf(cause),
  };
}

function testEnvironmentOf(
  { cloud, chance }: StepFunctionsContext,
  mock: TaskOutcome | undefined,
  call: ServiceCall,
): TestEnvironment {
  const runner = new CloudTaskRunner(cloud, async () => undefined);
  return {
    now: cloud.clock.now(),
    chance,
    attempt: async (task, execution) => {
      if (mock) return mock;
      const traced = { ...execution, traceId: call.traceId };
      const signal = await new Promise<Signal>((resolve) => runner.run(task, traced, resolve));
      return signal.type === 'taskEnded' ? signal.outcome : { succeeded: false };
    },
  };
}

function retriedBefore({ stateConfiguration }: JsonObject): number {
  if (stateConfiguration === undefined || stateConfiguration === null) return 0;
  const { retrierRetryCount = 0, ...others } = stateConfiguration as JsonObject;
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw new AwsError(
      'ValidationException',
      `stateConfiguration.${other} is not supported by the local TestState.`,
    );
  return typeof retrierRetryCount === 'number' ? retrierRetryCount : 0;
}

function parsed(field: string, text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const code =
      field === 'definition'
        ? 'InvalidDefinition'
        : field === 'input'
          ? 'InvalidExecutionInput'
          : 'ValidationException';
    throw new AwsError(
      code,
      `${field} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
