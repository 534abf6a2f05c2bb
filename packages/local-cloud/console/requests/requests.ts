import { AwsError } from '../../core/errors';
import type { Json } from '../../core/json';
import { principalName } from '../../core/principals';
import type { EdgeVisit } from '../../core/viewers';
import type { Span } from '../../gateway/traces';
import type { ConsoleSources } from '../sources';
import { shownMessage, shownPayload } from './payload';

/** One request with all the calls that it came to. Times in milliseconds, instants of the cloud's clock. */
export interface TraceSummary {
  readonly id: string;
  /** `POST /graphql`, or the first call: `states:StartExecution`. */
  readonly name: string;
  /** What it was about: the GraphQL operation, the edge's result. */
  readonly about: string;
  readonly startedAt: number;
  /** From the first call to the end of the last that followed without a pause. */
  readonly milliseconds: number;
  readonly spans: number;
  readonly failed: boolean;
}

/** One line of a trace's waterfall. */
export interface TraceLine {
  readonly id: string;
  readonly service: string;
  readonly action: string;
  readonly principal: string;
  /** How many calls it is inside of. */
  readonly depth: number;
  /** The part of the trace it belongs to: a hold's end comes long after its begin. */
  readonly burst: number;
  /** From the burst's begin. */
  readonly offset: number;
  readonly milliseconds: number;
  readonly error?: string;
}

/** Calls that followed one another without a pause. */
export interface Burst {
  readonly startedAt: number;
  readonly milliseconds: number;
}

/** One request as the console draws it: every call on a line, in the bursts that they form. */
export interface TraceDetail {
  readonly id: string;
  readonly name: string;
  readonly bursts: readonly Burst[];
  readonly lines: readonly TraceLine[];
}

/** Something that took time: a visit to the edge, or a call. */
type Step = { readonly visit: EdgeVisit } | { readonly span: Span };
type Sources = Pick<ConsoleSources, 'spans' | 'visits'>;

/** A pause after which a trace goes on in another burst. */
const PAUSE_MS = 1_000;
const LISTED_TRACES = 100;

/** The last requests, the latest first. @param filter what name, subject or a call of theirs must contain */
export function listTraces(sources: Sources, filter: string, failedOnly: boolean): TraceSummary[] {
  const found: TraceSummary[] = [];
  for (const [id, steps] of [...stepsByTrace(sources)].reverse()) {
    const summary = summaryOf(id, steps);
    if (failedOnly && !summary.failed) continue;
    if (filter !== '' && !mentions(summary, steps, filter.toLowerCase())) continue;
    found.push(summary);
  }
  return found.sort((a, b) => b.startedAt - a.startedAt).slice(0, LISTED_TRACES);
}

export function describeTrace(sources: Sources, id: string): TraceDetail {
  const steps = stepsByTrace(sources).get(id);
  if (!steps) throw noSuch('request', id);
  const bursts = burstsOf(steps);
  const lines = bursts.flatMap((burst, index) => linesOf(burst, index));
  return {
    id,
    name: nameOf(firstOf(steps)),
    bursts: bursts.map((burst) => ({ startedAt: startOf(firstOf(burst)), milliseconds: lengthOf(burst) })),
    lines,
  };
}

/** What one line of a waterfall carried. */
export function describeStep(sources: Sources, id: string): Json {
  const step = stepOf(sources, id);
  if ('visit' in step) {
    const { request, response, result, behavior } = step.visit;
    const asked = { method: request.method, path: request.path, ...shownMessage(request) };
    return {
      input: { value: asked, complete: request.body !== undefined },
      output: {
        value: { statusCode: response.statusCode, ...shownMessage(response) },
        complete: response.body !== undefined,
      },
      about: `${result} from cloudfront, behavior ${behavior}`,
      replayable: request.body !== undefined,
    };
  }
  const { payloads, action, errorMessage } = step.span;
  return {
    ...(payloads && { input: { ...shownPayload(action, payloads.input) } }),
    ...(payloads?.output && { output: { ...shownPayload(action, payloads.output) } }),
    ...(errorMessage !== undefined && { about: errorMessage }),
    replayable: payloads?.input.complete ?? false,
  };
}

/** @throws AwsError where it is no longer kept */
export function stepOf({ spans, visits }: Sources, id: string): Step {
  const visit = visits().find(({ requestId }) => requestId === id);
  if (visit) return { visit };
  const span = spans().find(({ requestId }) => requestId === id);
  if (span) return { span };
  throw noSuch('call', id);
}

function stepsByTrace({ spans, visits }: Sources): Map<string, Step[]> {
  const traces = new Map<string, Step[]>();
  const add = (traceId: string, step: Step): void => {
    const steps = traces.get(traceId);
    if (steps) steps.push(step);
    else traces.set(traceId, [step]);
  };
  for (const visit of visits()) add(visit.traceId, { visit });
  for (const span of spans()) add(span.traceId, { span });
  // Where two began in the same instant, the longer one is the outer one.
  for (const steps of traces.values()) {
    steps.sort((a, b) => timed(a).begunAt - timed(b).begunAt || endOf(b) - endOf(a));
  }
  return traces;
}

function summaryOf(id: string, steps: readonly Step[]): TraceSummary {
  const first = firstOf(steps);
  const [burst = steps] = burstsOf(steps);
  return {
    id,
    name: nameOf(first),
    about: subjectOf(steps),
    startedAt: startOf(first),
    milliseconds: lengthOf(burst),
    spans: steps.length,
    failed: steps.some(hasFailed),
  };
}

function burstsOf(steps: readonly Step[]): Step[][] {
  const bursts: Step[][] = [];
  let quietSince = Number.NEGATIVE_INFINITY;
  for (const step of steps) {
    const burst = bursts.at(-1);
    if (burst && startOf(step) <= quietSince + PAUSE_MS) burst.push(step);
    else bursts.push([step]);
    quietSince = Math.max(quietSince, startOf(step) + timed(step).milliseconds);
  }
  return bursts;
}

function linesOf(burst: readonly Step[], index: number): TraceLine[] {
  const begin = timed(firstOf(burst)).begunAt;
  const around: Step[] = [];
  return burst.map((step) => {
    while (around.length > 0 && endOf(around.at(-1) as Step) < endOf(step)) around.pop();
    const depth = around.push(step) - 1;
    const { begunAt, milliseconds } = timed(step);
    const place = { depth, burst: index, offset: begunAt - begin, milliseconds };
    if ('visit' in step) {
      const { requestId, request, response } = step.visit;
      const failed = response.statusCode >= 500 && { error: `HTTP ${response.statusCode}` };
      return {
        id: requestId,
        service: 'edge',
        action: `${request.method} ${request.path}`,
        principal: 'viewer',
        ...place,
        ...failed,
      };
    }
    const { requestId, service, action, principal, error } = step.span;
    return {
      id: requestId,
      service,
      action,
      principal: principalName(principal),
      ...place,
      ...(error !== undefined && { error }),
    };
  });
}

function nameOf(step: Step): string {
  if ('visit' in step) return `${step.visit.request.method} ${step.visit.request.path}`;
  return `${step.span.service}:${step.span.action}`;
}

/** Of a GraphQL request its first field, of a request that the edge answered alone how it did. */
function subjectOf(steps: readonly Step[]): string {
  for (const step of steps) {
    if ('span' in step && step.span.action === 'GraphQL') {
      const field = graphqlField(step.span);
      if (field !== undefined) return field;
    }
  }
  const first = firstOf(steps);
  return 'visit' in first ? first.visit.result : principalName(first.span.principal);
}

function graphqlField({ payloads }: Span): string | undefined {
  const { body } = (payloads?.input.value ?? {}) as { body?: unknown };
  try {
    const { query } = JSON.parse(String(body)) as { query?: unknown };
    return /{\s*(?:\w+\s*:\s*)?(\w+)/.exec(String(query))?.[1];
  } catch {
    // No GraphQL request, or cut where it was too long.
    return undefined;
  }
}

function mentions(summary: TraceSummary, steps: readonly Step[], wanted: string): boolean {
  const said = [summary.name, summary.about, summary.id, ...steps.map(nameOf)];
  return said.some((text) => text.toLowerCase().includes(wanted));
}

function hasFailed(step: Step): boolean {
  return 'visit' in step ? step.visit.response.statusCode >= 500 : step.span.error !== undefined;
}

function lengthOf(burst: readonly Step[]): number {
  return Math.max(...burst.map(endOf)) - timed(firstOf(burst)).begunAt;
}

function firstOf(steps: readonly Step[]): Step {
  const [first] = steps;
  if (!first) throw new RangeError('A trace has at least one step.');
  return first;
}

function timed(step: Step): { startedAt: number; begunAt: number; milliseconds: number } {
  return 'visit' in step ? step.visit : step.span;
}

function startOf(step: Step): number {
  return timed(step).startedAt;
}

function endOf(step: Step): number {
  return timed(step).begunAt + timed(step).milliseconds;
}

function noSuch(what: string, id: string): AwsError {
  return new AwsError('NotFound', `The ${what} ${id} is not, or no longer, among the last ones.`, 404);
}
