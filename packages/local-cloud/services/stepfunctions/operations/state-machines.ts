import { AwsError } from '../../../core/errors';
import type { Json, JsonObject } from '../../../core/json';
import { epochSeconds } from '../../../core/protocols/aws-json';
import { requiredString } from '../../../core/request-input';
import { encodeToken } from '../../../core/tokens';
import { validateDefinition } from '../asl/validate';
import type { Machine } from '../machines';
import { checkArn } from './arn';
import type { StepFunctionsContext, StepFunctionsOperation } from './operation';
import { pageSize, startOfPage } from './pages';

export const describeStateMachine: StepFunctionsOperation = async (context, input) => {
  const machine = machineAt(context, requiredString(input, 'stateMachineArn'));
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    status: 'ACTIVE',
    definition: machine.text,
    roleArn: machine.roleArn,
    type: machine.type,
    creationDate: epochSeconds(machine.creationDate),
    loggingConfiguration: loggingOf(machine.loggingConfiguration),
    tracingConfiguration: { enabled: machine.tracingEnabled },
    revisionId: machine.revisionId,
    encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
  };
};

export const listStateMachines: StepFunctionsOperation = async (context, input) => {
  const limit = pageSize(input);
  const after = startOfPage(input) as string | undefined;
  const rest = context.machines.all().filter(({ name }) => after === undefined || name > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    stateMachines: page.map(({ arn, name, type, creationDate }) => ({
      stateMachineArn: arn,
      name,
      type,
      creationDate: epochSeconds(creationDate),
    })),
    ...(rest.length > limit && last && { nextToken: encodeToken(last.name) }),
  };
};

export const listStateMachineVersions: StepFunctionsOperation = async (context, input) => {
  const { arn, versions } = machineAt(context, requiredString(input, 'stateMachineArn'));
  return {
    stateMachineVersions: versions
      .map(({ creationDate }, index) => ({
        stateMachineVersionArn: `${arn}:${index + 1}`,
        creationDate: epochSeconds(creationDate),
      }))
      .reverse(),
  };
};

export const listTagsForResource: StepFunctionsOperation = async (context, input) => {
  const { tags } = machineAt(context, requiredString(input, 'resourceArn'));
  return { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) };
};

/** `terraform plan` calls it for a new or changed definition. */
export const validateStateMachineDefinition: StepFunctionsOperation = async (_context, input) => {
  const { diagnostics } = validateDefinition(requiredString(input, 'definition'));
  return {
    result: diagnostics.length === 0 ? 'OK' : 'FAIL',
    diagnostics: diagnostics.map(({ code, message, location }) => ({
      severity: 'ERROR',
      code,
      message,
      ...(location !== undefined && { location }),
    })),
    truncated: false,
  };
};

/** The machine of an ARN, which may name one of its versions. */
export function machineAt({ machines }: StepFunctionsContext, arn: string): Machine {
  checkArn(arn, 'stateMachine');
  const machine = machines.get(arn);
  if (!machine) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  return machine;
}

/** From Terraform's words to the API's. */
function loggingOf(configuration: JsonObject | undefined): Json {
  const { level = 'OFF', include_execution_data: includeExecutionData = false } = configuration ?? {};
  const destination = configuration?.log_destination;
  return {
    level,
    includeExecutionData,
    ...(typeof destination === 'string' && {
      destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: destination } }],
    }),
  };
}
