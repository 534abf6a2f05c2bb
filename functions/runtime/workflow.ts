import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { ReservationRequest, Workflow } from '../domain/workflow';
import { StateMachine } from './state-machine';

/**
 * The state machine of the booking workflow, which is started and never read: the quotas of reading are small, and
 * are a whole region's (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html). Its role needs
 * `states:StartExecution` on the state machine.
 */
export class StepFunctionsWorkflow extends StateMachine implements Workflow {
  constructor(
    private readonly client: SFNClient,
    stateMachineArn: string,
  ) {
    super(stateMachineArn);
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
}

/** The input of the execution that makes this reservation, as JSON. */
export function workflowInput({
  apartmentId,
  guestId,
  reservedAt,
  holdExpiresAt,
}: ReservationRequest): string {
  return JSON.stringify({
    details: { accountId: apartmentId, bookedStatus: 'RESERVED', guestId, reservedAt, holdExpiresAt },
  });
}
