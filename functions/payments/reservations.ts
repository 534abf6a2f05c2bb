import type { StepFunctionsWorkflow } from '../runtime/workflow';
import type { Reservation, Reservations } from './domain/dependencies';

/**
 * A reservation's apartment and guest are the input of its execution. The role needs
 * `states:DescribeExecution` on the executions of the booking workflow.
 */
export class WorkflowReservations implements Reservations {
  constructor(private readonly workflow: Pick<StepFunctionsWorkflow, 'find'>) {}

  async find(reservationId: string): Promise<Reservation | undefined> {
    const execution = await this.workflow.find(reservationId);
    if (!execution) return undefined;
    const { apartmentId, guestId, holdExpiresAt } = execution.request;
    return { reservationId, apartmentId, guestId, holdExpiresAt };
  }
}
