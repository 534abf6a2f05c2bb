/** The input of the workflow. Instants are ISO 8601 UTC with milliseconds. */
export interface ReservationRequest {
  readonly apartmentId: string;
  readonly guestId: string;
  readonly reservedAt: string;
  readonly holdExpiresAt: string;
}

/** The booking workflow: the only one who may reserve an apartment. It is asked, and never read. */
export interface Workflow {
  /** The state machine's name and ARN. */
  readonly machine: { readonly id: string; readonly arn: string };
  executionArn(reservationId: string): string;
  /**
   * Starts at most one execution per reservation id, whatever is sent again. EXISTS: it was started before, and
   * has ended, or was given another input.
   */
  start(reservationId: string, request: ReservationRequest): Promise<'STARTED' | 'EXISTS'>;
}
