import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Execution, Outcome, Progress, ReservationRequest, Workflow } from '../domain/execution';
import { outcomeOf, requestOf, workflowInput } from './workflow-data';

/** The state of asl/booking.asl.json that ends an unpaid hold. */
const EXPIRY = 'Not Paid(Revert Apartment Status)';

/** The wait and the states after it are among the first events, even with retries. */
const FIRST_EVENTS = 100;

/**
 * The state machine of the booking workflow. Its role needs `states:StartExecution` on the state machine,
 * and `states:DescribeExecution` and `states:GetExecutionHistory` on its executions
 * (`arn:<partition>:states:<region>:<account>:execution:<name>:*`).
 */
export class StepFunctionsWorkflow implements Workflow {
  readonly machine: { readonly id: string; readonly arn: string };
  private readonly executionPrefix: string;

  constructor(
    private readonly client: SFNClient,
    stateMachineArn: string,
  ) {
    this.machine = { id: stateMachineArn.slice(stateMachineArn.lastIndexOf(':') + 1), arn: stateMachineArn };
    this.executionPrefix = stateMachineArn.replace(':stateMachine:', ':execution:');
  }

  executionArn(reservationId: string): string {
    return `${this.executionPrefix}:${reservationId}`;
  }

  /**
   * Step Functions accepts a name again only while its execution runs, and with the same input; otherwise it
   * answers that the execution exists (https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html).
   */
  async start(reservationId: string, request: ReservationRequest): Promise<'STARTED' | 'EXISTS'> {
    const execution = {
      stateMachineArn: this.machine.arn,
      name: reservationId,
      input: workflowInput(request),
    };
    try {
      await this.client.send(new StartExecutionCommand(execution));
      return 'STARTED';
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return 'EXISTS';
      throw error;
    }
  }

  async find(reservationId: string): Promise<Execution | undefined> {
    const executionArn = this.executionArn(reservationId);
    try {
      const described = await this.client.send(new DescribeExecutionCommand({ executionArn }));
      const request = described.input === undefined ? undefined : requestOf(described.input);
      const outcome = outcomeOfExecution(described, reservationId);
      return request && { reservationId, arn: executionArn, request, outcome };
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw error;
    }
  }

  async progress({ arn }: Execution): Promise<Progress> {
    const page = { executionArn: arn, maxResults: FIRST_EVENTS, includeExecutionData: false };
    const { events = [] } = await this.client.send(new GetExecutionHistoryCommand(page));
    if (events.some(isExpiry)) return 'EXPIRING';
    return events.some((event) => event.type === 'WaitStateEntered') ? 'HOLDING' : 'ASKING';
  }
}

function outcomeOfExecution(described: DescribeExecutionCommandOutput, reservationId: string): Outcome {
  switch (described.status) {
    case 'SUCCEEDED':
      return outcomeOf(described.output ?? '{}', reservationId);
    case 'FAILED':
      return described.error === 'ApartmentUnavailable' ? 'UNAVAILABLE' : 'BROKEN';
    case 'TIMED_OUT':
    case 'ABORTED':
      return 'BROKEN';
    default:
      return 'RUNNING';
  }
}

function isExpiry(event: HistoryEvent): boolean {
  return event.stateEnteredEventDetails?.name === EXPIRY;
}
