import type { Clock } from '../core/clock';
import { AwsError } from '../core/errors';
import type { Json } from '../core/json';
import type { Principal } from '../core/principals';
import type { ServiceCall } from '../core/service';
import { copyPayload, type PayloadCopy } from './payload-copy';

/** A call's input and output; no output where it failed. */
export interface Payloads {
  readonly input: PayloadCopy;
  readonly output: PayloadCopy | undefined;
}

/** One call that passed the gateway. Times are of the cloud's clock, in milliseconds. */
export interface Span {
  readonly traceId: string;
  readonly requestId: string;
  readonly service: string;
  readonly action: string;
  readonly principal: Principal;
  readonly startedAt: number;
  /** By this process's monotonic clock, with fractions of a millisecond. */
  readonly begunAt: number;
  readonly milliseconds: number;
  /** The error code, when the call failed. */
  readonly error?: string;
  readonly errorMessage?: string;
  /** Kept for the last calls only. */
  readonly payloads: Payloads | undefined;
}

/** How a call ended. */
export type Outcome = { readonly output: Json } | { readonly error: unknown };

const KEPT_SPANS = 2_000;
const KEPT_PAYLOADS = 500;

/** Calls of this trace are the console's own, and are not recorded. */
export const UNTRACED = 'untraced';

/** Polling actions, and the member of their answer that holds work. */
const POLLS: Readonly<Record<string, string>> = { GetRecords: 'Records', ReceiveMessage: 'Messages' };

/** The last calls that passed the gateway; faults of the local cloud itself go to its log at once. */
export class Traces {
  private active = 0;
  private readonly spans: { -readonly [Name in keyof Span]: Span[Name] }[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly log: (service: string, message: string) => void,
  ) {}

  /** Starts a span; the function returned ends it. */
  begin(service: string, call: ServiceCall): (outcome: Outcome) => void {
    const { action, traceId, requestId, principal, input } = call;
    const startedAt = this.clock.now();
    const begunAt = performance.now();
    const traced = traceId !== UNTRACED;
    // Copied before the service may change its input.
    const asked = traced ? copyPayload(input) : undefined;
    const work = traced && !isWaiting(call) ? 1 : 0;
    this.active += work;
    return (outcome) => {
      this.active -= work;
      const milliseconds = performance.now() - begunAt;
      const failure = 'error' in outcome ? failureOf(outcome.error) : undefined;
      if (failure && !(failure.cause instanceof AwsError))
        this.log(service, `${action} failed: ${describe(failure.cause)}`);
      if (!asked || ('output' in outcome && isPoll(call, outcome.output))) return;
      const output = 'output' in outcome ? copyPayload(outcome.output) : undefined;
      this.keep({
        traceId,
        requestId,
        service,
        action,
        principal,
        startedAt,
        begunAt,
        milliseconds,
        ...(failure && { error: failure.code, errorMessage: failure.message }),
        payloads: { input: asked, output },
      });
    };
  }

  /** How many calls are being answered now, without polling and the console's own. */
  get underWay(): number {
    return this.active;
  }

  /** The calls of the last requests, oldest first. */
  recent(): readonly Span[] {
    return this.spans;
  }

  private keep(span: Span): void {
    const aged = this.spans[this.spans.length - KEPT_PAYLOADS];
    if (aged) aged.payloads = undefined;
    this.spans.push(span);
    if (this.spans.length > KEPT_SPANS) this.spans.splice(0, KEPT_SPANS / 4);
  }
}

/** A poll that found nothing, or whose work is traced as a request of its own. */
function isPoll(call: ServiceCall, output: Json): boolean {
  const member = POLLS[call.action];
  if (member === undefined || typeof output !== 'object' || output === null || Array.isArray(output))
    return false;
  const found = output[member];
  return isWaiting(call) || found === undefined || (Array.isArray(found) && found.length === 0);
}

/** Waits for work without an end: only the local cloud's own readers do. */
function isWaiting({ input }: ServiceCall): boolean {
  return input['UntilAvailable'] === true;
}

function failureOf(cause: unknown): { code: string; message: string; cause: unknown } {
  if (cause instanceof AwsError) return { code: cause.code, message: cause.message, cause };
  return { code: 'InternalFailure', message: 'The local cloud failed; its log says why.', cause };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
