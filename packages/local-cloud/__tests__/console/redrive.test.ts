import { Developer } from '../../console/developer';
import { Executions } from '../../console/executions/executions';
import type { JsonObject } from '../../core/json';
import type { OutgoingCall } from '../../core/service';

const ARN = 'arn:aws:states:eu-west-1:123456789012:execution:machine:one';
const DEFINITION = JSON.stringify({ StartAt: 'Only', States: { Only: { Type: 'Fail' } } });

/** Step Functions that knows one failed execution. */
function console(redriveStatus: string): { executions: Executions; calls: OutgoingCall[] } {
  const calls: OutgoingCall[] = [];
  const answers: Record<string, JsonObject> = {
    DescribeExecution: { executionArn: ARN, name: 'one', status: 'FAILED', startDate: 1, redriveStatus },
    DescribeStateMachineForExecution: { definition: DEFINITION },
    GetExecutionHistory: { events: [] },
    RedriveExecution: { redriveDate: 2 },
  };
  const call = async (made: OutgoingCall) => {
    calls.push(made);
    return answers[made.action] ?? {};
  };
  return { executions: new Executions(new Developer({ call })), calls };
}

test.each([
  ['REDRIVABLE', true],
  ['NOT_REDRIVABLE', false],
  ['REDRIVABLE_BY_MAP_RUN', false],
])('an execution that is %s can be redriven: %s', async (status, redrivable) => {
  expect(await console(status).executions.detail(ARN)).toMatchObject({ redrivable });
});

test('a redrive is asked of Step Functions, as a request of its own', async () => {
  const { executions, calls } = console('REDRIVABLE');
  await executions.redrive(ARN);
  expect(calls).toEqual([
    expect.objectContaining({ service: 'states', action: 'RedriveExecution', input: { executionArn: ARN } }),
  ]);
  expect(calls[0]?.traceId).toMatch(/^[0-9a-f-]{36}$/);
});
