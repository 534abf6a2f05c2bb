import type { Workflow } from '../domain/execution';
import type { RequestedReservation, RequestedReservations } from './domain/dependencies';

/**
 * A reservation's apartment and guest are the input of its execution. The role needs
 * `states:DescribeExecution` on the executions of the booking workflow.
 */
export class WorkflowReservations implements RequestedReservations {
  constructor(private readonly workflow: Pick<Workflow, 'find'>) {}

  async find(reservationId: string): Promise<RequestedReservation | undefined> {
    const execution = await this.workflow.find(reservationId);
    if (!execution) return undefined;
    const { apartmentId, guestId, holdExpiresAt } = execution.request;
    return { reservationId, apartmentId, guestId, holdExpiresAt };
  }
}
