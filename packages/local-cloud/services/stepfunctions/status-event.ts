import type { JsonObject } from '../../core/json';
import type { ServiceEvent } from '../../core/service';
import type { Execution } from './execution/execution';

/** With more than this, in bytes of UTF-8, an event leaves out the input, then the output. */
const LARGEST_DATA = 248 * 1024;

/**
 * What Step Functions tells EventBridge when an execution starts and when it ends
 * (https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html).
 */
export function statusEvent(execution: Execution): ServiceEvent {
  const { arn, machineArn, name, status, startDate, stopDate } = execution;
  const [input, output] = [execution.input, outputOf(execution)];
  const outputFits = sizeOf(output) <= LARGEST_DATA;
  const inputFits = sizeOf(input) + (outputFits ? sizeOf(output) : 0) <= LARGEST_DATA;
  const detail: JsonObject = {
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    status,
    startDate,
    stopDate: stopDate ?? null,
    input: inputFits ? input : null,
    output: outputFits ? output : null,
    inputDetails: { included: inputFits },
    outputDetails: output === null ? null : { included: outputFits },
    error: execution.error ?? null,
    cause: execution.cause ?? null,
    redriveCount: execution.redriveCount ?? 0,
  };
  const resources = [arn];
  return { source: 'aws.states', detailType: 'Step Functions Execution Status Change', resources, detail };
}

function outputOf({ status, output }: Execution): string | null {
  return status === 'SUCCEEDED' ? JSON.stringify(output ?? null) : null;
}

function sizeOf(text: string | null): number {
  return text === null ? 0 : Buffer.byteLength(text);
}
