import {
  describeExecution,
  describeStateMachineForExecution,
  getExecutionHistory,
  listExecutions,
  stopExecution,
} from './executions';
import type { StepFunctionsOperation } from './operation';
import { redriveExecution } from './redrive-execution';
import { startExecution, startSyncExecution } from './start-execution';
import {
  describeStateMachine,
  listStateMachines,
  listStateMachineVersions,
  listTagsForResource,
  validateStateMachineDefinition,
} from './state-machines';
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess } from './task-tokens';
import { testState } from './test-state';

/** An operation, and the field of its input that names the resource for IAM. */
interface RegisteredOperation {
  readonly run: StepFunctionsOperation;
  readonly resource?: string;
}

/** The operations that are answered here, by their names in AWS's API. */
export const OPERATIONS: ReadonlyMap<string, RegisteredOperation> = new Map<string, RegisteredOperation>([
  ['StartExecution', { run: startExecution, resource: 'stateMachineArn' }],
  ['StartSyncExecution', { run: startSyncExecution, resource: 'stateMachineArn' }],
  ['DescribeExecution', { run: describeExecution, resource: 'executionArn' }],
  ['ListExecutions', { run: listExecutions, resource: 'stateMachineArn' }],
  ['GetExecutionHistory', { run: getExecutionHistory, resource: 'executionArn' }],
  ['RedriveExecution', { run: redriveExecution, resource: 'executionArn' }],
  ['StopExecution', { run: stopExecution, resource: 'executionArn' }],
  ['DescribeStateMachine', { run: describeStateMachine, resource: 'stateMachineArn' }],
  ['DescribeStateMachineForExecution', { run: describeStateMachineForExecution, resource: 'executionArn' }],
  ['ListStateMachines', { run: listStateMachines }],
  ['ListStateMachineVersions', { run: listStateMachineVersions, resource: 'stateMachineArn' }],
  ['ListTagsForResource', { run: listTagsForResource, resource: 'resourceArn' }],
  ['SendTaskSuccess', { run: sendTaskSuccess }],
  ['SendTaskFailure', { run: sendTaskFailure }],
  ['SendTaskHeartbeat', { run: sendTaskHeartbeat }],
  ['TestState', { run: testState }],
  ['ValidateStateMachineDefinition', { run: validateStateMachineDefinition }],
]);
