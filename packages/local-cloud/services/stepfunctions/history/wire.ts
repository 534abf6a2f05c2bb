import type { Json, JsonObject } from '../../../core/json';
import type { EventDetails, EventType, HistoryEvent } from './event';

/** The details of an event in GetExecutionHistory: their name and fields. */
interface Shape {
  readonly member: string;
  readonly fields: readonly (keyof EventDetails | 'name')[];
}

const FAILURE = ['error', 'cause'] as const;
const TASK = ['resourceType', 'resource'] as const;

const SHAPES: readonly [RegExp, Shape][] = [
  [/StateEntered$/, { member: 'stateEnteredEventDetails', fields: ['name', 'input'] }],
  [/StateExited$/, { member: 'stateExitedEventDetails', fields: ['name', 'output', 'assignedVariables'] }],
  [/^ExecutionStarted$/, { member: 'executionStartedEventDetails', fields: ['input', 'roleArn'] }],
  [/^ExecutionSucceeded$/, { member: 'executionSucceededEventDetails', fields: ['output'] }],
  [/^ExecutionFailed$/, { member: 'executionFailedEventDetails', fields: FAILURE }],
  [/^ExecutionTimedOut$/, { member: 'executionTimedOutEventDetails', fields: FAILURE }],
  [/^ExecutionAborted$/, { member: 'executionAbortedEventDetails', fields: FAILURE }],
  [/^ExecutionRedriven$/, { member: 'executionRedrivenEventDetails', fields: ['redriveCount'] }],
  [
    /^TaskScheduled$/,
    {
      member: 'taskScheduledEventDetails',
      fields: [...TASK, 'region', 'parameters', 'timeoutInSeconds', 'heartbeatInSeconds', 'taskCredentials'],
    },
  ],
  [/^TaskStarted$/, { member: 'taskStartedEventDetails', fields: TASK }],
  [/^TaskSubmitted$/, { member: 'taskSubmittedEventDetails', fields: [...TASK, 'output'] }],
  [/^TaskSucceeded$/, { member: 'taskSucceededEventDetails', fields: [...TASK, 'output'] }],
  [/^TaskFailed$/, { member: 'taskFailedEventDetails', fields: [...TASK, ...FAILURE] }],
  [/^TaskTimedOut$/, { member: 'taskTimedOutEventDetails', fields: [...TASK, ...FAILURE] }],
  [
    /^LambdaFunctionScheduled$/,
    {
      member: 'lambdaFunctionScheduledEventDetails',
      fields: ['resource', 'input', 'timeoutInSeconds', 'taskCredentials'],
    },
  ],
  [/^LambdaFunctionSucceeded$/, { member: 'lambdaFunctionSucceededEventDetails', fields: ['output'] }],
  [/^LambdaFunctionFailed$/, { member: 'lambdaFunctionFailedEventDetails', fields: FAILURE }],
  [/^LambdaFunctionTimedOut$/, { member: 'lambdaFunctionTimedOutEventDetails', fields: FAILURE }],
  [/^MapStateStarted$/, { member: 'mapStateStartedEventDetails', fields: ['length'] }],
  [/^MapIterationStarted$/, { member: 'mapIterationStartedEventDetails', fields: ['name', 'index'] }],
  [/^MapIterationSucceeded$/, { member: 'mapIterationSucceededEventDetails', fields: ['name', 'index'] }],
  [/^MapIterationFailed$/, { member: 'mapIterationFailedEventDetails', fields: ['name', 'index'] }],
  [/^MapIterationAborted$/, { member: 'mapIterationAbortedEventDetails', fields: ['name', 'index'] }],
  [/^MapRunStarted$/, { member: 'mapRunStartedEventDetails', fields: ['mapRunArn'] }],
  [/^MapRunRedriven$/, { member: 'mapRunRedrivenEventDetails', fields: ['mapRunArn', 'redriveCount'] }],
  [/^MapRunFailed$/, { member: 'mapRunFailedEventDetails', fields: FAILURE }],
  [
    /^EvaluationFailed$/,
    { member: 'evaluationFailedEventDetails', fields: [...FAILURE, 'location', 'name'] },
  ],
];

const shapes = new Map<EventType, Shape | undefined>();

/** An event as GetExecutionHistory answers it: payloads are JSON texts, left out when data is not wanted. */
export function historyEventOnWire(event: HistoryEvent, includeData: boolean): JsonObject {
  const shape = shapeOf(event.type);
  return {
    timestamp: event.timestamp / 1000,
    type: event.type,
    id: event.id,
    previousEventId: event.previousEventId,
    ...(shape && { [shape.member]: detailsOf(event, shape, includeData) }),
  };
}

function shapeOf(type: EventType): Shape | undefined {
  if (!shapes.has(type)) shapes.set(type, SHAPES.find(([pattern]) => pattern.test(type))?.[1]);
  return shapes.get(type);
}

function detailsOf(event: HistoryEvent, { member, fields }: Shape, includeData: boolean): JsonObject {
  const details: JsonObject = {};
  for (const field of fields) {
    if (field === 'name') details[member.startsWith('evaluation') ? 'state' : 'name'] = event.state ?? '';
    else Object.assign(details, rendered(field, event[field], includeData));
  }
  return details;
}

function rendered(field: keyof EventDetails, value: unknown, includeData: boolean): JsonObject {
  if (value === undefined) return {};
  switch (field) {
    case 'input':
    case 'output':
      return includeData ? { [field]: JSON.stringify(value), [`${field}Details`]: { truncated: false } } : {};
    case 'parameters':
      return { parameters: includeData ? JSON.stringify(value) : '{}' };
    case 'assignedVariables':
      return includeData
        ? { assignedVariables: textsOf(value as JsonObject), assignedVariablesDetails: { truncated: false } }
        : {};
    default:
      return { [field]: value as Json };
  }
}

function textsOf(variables: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, JSON.stringify(value)]));
}
