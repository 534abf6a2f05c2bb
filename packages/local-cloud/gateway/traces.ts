import type { Clock } from '../core/clock';
import { AwsError } from '../core/errors';
import type { Json } from '../core/json';
import type { Principal } from '../core/principals';
import type { ServiceCall } from '../core/service';
import { type Snapshot, snapshot } from './snapshot';

/** What a call carried, both ways; no output where it failed. */
export interface Payloads {
  readonly input: Snapshot;
  readonly output: Snapshot | undefined;
}

/** One call that passed the gateway. Times are of the cloud's clock, in milliseconds. */
export interface Span {
  readonly traceId: string;
  readonly requestId: string;
  readonly service: string;
  readonly action: string;
  readonly principal: Principal;
  readonly startedAt: number;
  /** By this process's own clock, which does not jump, to fractions of a millisecond. */
  readonly begunAt: number;
  readonly milliseconds: number;
  /** The error code, when the call failed. */
  readonly error?: string;
  readonly errorMessage?: string;
  /** Of the last calls only. */
  readonly payloads: Payloads | undefined;
}

/** How a call ended. */
export type Outcome = { readonly output: Json } | { readonly error: unknown };

const KEPT_SPANS = 2_000;
const KEPT_PAYLOADS = 500;

/** Who asks by this trace looks at the cloud and is not part of what it sees. */
export const UNTRACED = 'untraced';

/** What asks again and again for something to do, and the member of the answer that has it. */
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
    // Before the service has it: what it does to its input is not what it was asked.
    const asked = traced ? snapshot(input) : undefined;
    const work = traced && !isWaiting(call) ? 1 : 0;
    this.active += work;
    return (outcome) => {
      this.active -= work;
      const milliseconds = performance.now() - begunAt;
      const failure = 'error' in outcome ? failureOf(outcome.error) : undefined;
      if (failure && !(failure.cause instanceof AwsError))
        this.log(service, `${action} failed: ${describe(failure.cause)}`);
      if (!asked || ('output' in outcome && isPoll(call, outcome.output))) return;
      const output = 'output' in outcome ? snapshot(outcome.output) : undefined;
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

  /** How many calls are being answered now; who waits for work or only looks is none of them. */
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

/** Nothing has come of it, or what has is a request of its own: the cloud's own waiting for work. */
function isPoll(call: ServiceCall, output: Json): boolean {
  const member = POLLS[call.action];
  if (member === undefined || typeof output !== 'object' || output === null || Array.isArray(output))
    return false;
  const found = output[member];
  return isWaiting(call) || found === undefined || (Array.isArray(found) && found.length === 0);
}

/** For what may come at any time: only the cloud itself asks so. */
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
