import type { ReservationRequest, Workflow } from '../../../functions/domain/workflow';
import type { ModelApartments } from './model-apartments';
import type { ModelClock } from './model-clock';

/** How an execution stands: only this model looks at it. */
type Outcome = 'RUNNING' | 'PAID' | 'EXPIRED' | 'RELEASED' | 'UNAVAILABLE' | 'BROKEN';

interface Running {
  readonly reservationId: string;
  readonly request: ReservationRequest;
  outcome: Outcome;
  revertRefused: boolean;
}

const MACHINE_ARN = 'arn:aws:states:eu-central-1:123456789012:stateMachine:keyhold-test-booking';

/** The workflow of asl/booking.asl.json, step by step: between any two of them anything may happen. */
export class ModelWorkflow implements Workflow {
  readonly machine = { id: 'keyhold-test-booking', arn: MACHINE_ARN };
  readonly executions = new Map<string, Running>();
  /** How long the workflow takes to write its hold. */
  decisionMs = 20;
  /** For each write whose answer is lost: after how long it is tried again (ms). */
  readonly lostAnswers: number[] = [];
  /** Told of each execution that ends without success. */
  onFailure: (reservationId: string) => void = () => undefined;

  constructor(
    private readonly table: ModelApartments,
    private readonly clock: ModelClock,
  ) {}

  executionArn(reservationId: string): string {
    return `${MACHINE_ARN.replace('stateMachine', 'execution')}:${reservationId}`;
  }

  /** As Step Functions has it: the same input while it runs is the same execution, anything else exists already. */
  async start(reservationId: string, request: ReservationRequest): Promise<'STARTED' | 'EXISTS'> {
    const known = this.executions.get(reservationId);
    if (known) {
      const isSame = JSON.stringify(known.request) === JSON.stringify(request);
      return known.outcome === 'RUNNING' && isSame ? 'STARTED' : 'EXISTS';
    }
    const running: Running = { reservationId, request, outcome: 'RUNNING', revertRefused: false };
    this.executions.set(reservationId, running);
    this.clock.alarm(this.clock.now() + this.decisionMs, () => this.take(running));
    return 'STARTED';
  }

  /** Somebody stops an execution: nothing it would still do happens. */
  stop(reservationId: string): void {
    const running = this.executions.get(reservationId);
    if (running?.outcome === 'RUNNING') this.fail(running, 'BROKEN');
  }

  private fail(running: Running, outcome: 'BROKEN' | 'UNAVAILABLE'): void {
    running.outcome = outcome;
    this.onFailure(running.reservationId);
  }

  private take(running: Running): void {
    if (running.outcome === 'BROKEN') return;
    if (!this.table.take(running.reservationId, running.request)) {
      this.fail(running, 'UNAVAILABLE');
      return;
    }
    const retryMs = this.lostAnswers.shift();
    if (retryMs !== undefined) {
      this.clock.alarm(this.clock.now() + retryMs, () => this.take(running));
      return;
    }
    this.clock.alarm(Date.parse(running.request.holdExpiresAt), () => this.choose(running));
  }

  private choose(running: Running): void {
    if (running.outcome === 'BROKEN') return;
    const item = this.table.items.get(running.request.apartmentId);
    const ours = item?.reservationId === running.reservationId ? item?.bookedStatus : undefined;
    if (ours === 'RESERVED') {
      this.clock.alarm(this.clock.now() + 1, () => this.revert(running));
    } else if (ours === 'PAID') running.outcome = 'PAID';
    else running.outcome = running.revertRefused ? 'EXPIRED' : 'RELEASED';
  }

  private revert(running: Running): void {
    if (running.outcome === 'BROKEN') return;
    if (this.table.revert(running.request.apartmentId, running.reservationId)) {
      running.outcome = 'EXPIRED';
      return;
    }
    running.revertRefused = true;
    this.choose(running);
  }
}
