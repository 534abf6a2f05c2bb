import type { Clock } from '../clock';
import { AwsError, type ServiceCall } from '../service';

/** One call that passed the gateway. Times are of the cloud's clock, in milliseconds. */
export interface Span {
  readonly traceId: string;
  readonly requestId: string;
  readonly service: string;
  readonly action: string;
  readonly startedAt: number;
  readonly milliseconds: number;
  /** The error code, when the call failed. */
  readonly error?: string;
}

const KEPT_SPANS = 2_000;

/** The last calls that passed the gateway; faults of the local cloud itself go to its log at once. */
export class Traces {
  private readonly spans: Span[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly log: (service: string, message: string) => void,
  ) {}

  /** Starts a span; the function returned ends it, with the error if there was one. */
  begin(service: string, { action, traceId, requestId }: ServiceCall): (error?: unknown) => void {
    const startedAt = this.clock.now();
    const start = performance.now();
    return (error) => {
      const milliseconds = performance.now() - start;
      this.keep({
        ...{ traceId, requestId, service, action, startedAt, milliseconds },
        ...(error !== undefined && { error: error instanceof AwsError ? error.code : 'InternalFailure' }),
      });
      if (error !== undefined && !(error instanceof AwsError))
        this.log(service, `${action} failed: ${describe(error)}`);
    };
  }

  /** The calls of the last requests, oldest first. */
  recent(): readonly Span[] {
    return this.spans;
  }

  private keep(span: Span): void {
    this.spans.push(span);
    if (this.spans.length > KEPT_SPANS) this.spans.splice(0, KEPT_SPANS / 4);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
