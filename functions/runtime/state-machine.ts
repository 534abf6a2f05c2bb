/** The booking workflow's state machine, and the ARNs of its executions. */
export class StateMachine {
  readonly machine: { readonly id: string; readonly arn: string };
  private readonly executionPrefix: string;

  constructor(arn: string) {
    this.machine = { id: arn.slice(arn.lastIndexOf(':') + 1), arn };
    this.executionPrefix = arn.replace(':stateMachine:', ':execution:');
  }

  executionArn(reservationId: string): string {
    return `${this.executionPrefix}:${reservationId}`;
  }
}
