/** What a guest asked for: the input of the workflow. Instants are ISO 8601 UTC with milliseconds. */
export interface ReservationRequest {
  readonly apartmentId: string;
  readonly guestId: string;
  readonly reservedAt: string;
  readonly holdExpiresAt: string;
}

/**
 * How an execution of the workflow stands: still RUNNING; ended with the apartment PAID, the hold EXPIRED
 * or RELEASED before its deadline; the apartment was UNAVAILABLE; or it ended BROKEN, unforeseen.
 */
export type Outcome = 'RUNNING' | 'PAID' | 'EXPIRED' | 'RELEASED' | 'UNAVAILABLE' | 'BROKEN';

/** How far a running execution has come: before its hold, in it, or at giving it up unpaid. */
export type Progress = 'ASKING' | 'HOLDING' | 'EXPIRING';

/** The workflow of one reservation, whose id is the execution's name. */
export interface Execution {
  readonly reservationId: string;
  readonly arn: string;
  readonly request: ReservationRequest;
  readonly outcome: Outcome;
}

/** The booking workflow: the only one who may reserve an apartment. */
export interface Workflow {
  /** The state machine's name and ARN. */
  readonly machine: { readonly id: string; readonly arn: string };
  executionArn(reservationId: string): string;
  /** Starts at most one execution per reservation id, whatever is sent again. */
  start(reservationId: string, request: ReservationRequest): Promise<'STARTED' | 'EXISTS'>;
  /** Undefined where no reservation has this id. May lag behind the workflow by a moment. */
  find(reservationId: string): Promise<Execution | undefined>;
  /** May lag behind the workflow by a moment, but never says more than has happened. */
  progress(execution: Execution): Promise<Progress>;
}
