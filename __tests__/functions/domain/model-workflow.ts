import type {
  Execution,
  Outcome,
  Progress,
  ReservationRequest,
  Workflow,
} from '../../../functions/domain/execution';
import type { ModelApartments } from './model-apartments';
import type { ModelClock } from './model-clock';

interface Running {
  readonly reservationId: string;
  readonly request: ReservationRequest;
  outcome: Outcome;
  progress: Progress;
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

  constructor(
    private readonly table: ModelApartments,
    private readonly clock: ModelClock,
  ) {}

  executionArn(reservationId: string): string {
    return `${MACHINE_ARN.replace('stateMachine', 'execution')}:${reservationId}`;
  }

  async start(reservationId: string, request: ReservationRequest): Promise<'STARTED' | 'EXISTS'> {
    if (this.executions.has(reservationId)) return 'EXISTS';
    const running: Running = {
      reservationId,
      request,
      outcome: 'RUNNING',
      progress: 'ASKING',
      revertRefused: false,
    };
    this.executions.set(reservationId, running);
    this.clock.alarm(this.clock.now() + this.decisionMs, () => this.take(running));
    return 'STARTED';
  }

  async find(reservationId: string): Promise<Execution | undefined> {
    const running = this.executions.get(reservationId);
    if (!running) return undefined;
    const { request, outcome } = running;
    return { reservationId, arn: this.executionArn(reservationId), request, outcome };
  }

  async progress({ reservationId }: Execution): Promise<Progress> {
    return this.executions.get(reservationId)?.progress ?? 'ASKING';
  }

  /** Somebody stops an execution: nothing it would still do happens. */
  stop(reservationId: string): void {
    const running = this.executions.get(reservationId);
    if (running) running.outcome = 'BROKEN';
  }

  private take(running: Running): void {
    if (running.outcome === 'BROKEN') return;
    if (!this.table.take(running.reservationId, running.request)) {
      running.outcome = 'UNAVAILABLE';
      return;
    }
    const retryMs = this.lostAnswers.shift();
    if (retryMs !== undefined) {
      this.clock.alarm(this.clock.now() + retryMs, () => this.take(running));
      return;
    }
    running.progress = 'HOLDING';
    this.clock.alarm(Date.parse(running.request.holdExpiresAt), () => this.choose(running));
  }

  private choose(running: Running): void {
    if (running.outcome === 'BROKEN') return;
    const item = this.table.items.get(running.request.apartmentId);
    const ours = item?.reservationId === running.reservationId ? item?.bookedStatus : undefined;
    if (ours === 'RESERVED') {
      running.progress = 'EXPIRING';
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
