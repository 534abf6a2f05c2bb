import type { Json } from '../../../core/json';
import type { MapState } from '../asl/definition';
import { fillTemplate } from '../data/template';
import type { Branch, IterationsWait } from '../execution/execution';
import { type BranchEnd, processorOf } from '../execution/step';
import { fillJsonata } from '../jsonata/template';
import { abortChildren } from './abort';
import { leaveWithResult } from './exit';
import { failAttempt } from './failing';
import { selectInput } from './input';
import { concurrencyOf, itemsOf, toleratedFailuresOf } from './map-fields';
import { jsonataScopeOf, queryLanguageOf, scopeOf, type Visit } from './visit';

export function attemptMap(visit: Visit<MapState>): void {
  const { step, branch } = visit;
  const input = queryLanguageOf(visit) === 'JSONata' ? branch.input : selectInput(visit);
  const items = itemsOf(visit, input);
  const concurrency = concurrencyOf(visit, input);
  step.record(branch, 'MapStateStarted', { length: items.length });
  const toleratedFailures = toleratedFailuresOf(visit, input, items.length);
  const mapRun = isDistributed(visit)
    ? { arn: mapRunArn(visit), redriveCount: 0, unsuccessful: [] }
    : undefined;
  if (mapRun) step.record(branch, 'MapRunStarted', { mapRunArn: mapRun.arn });
  const waiting: IterationsWait = {
    for: 'iterations',
    items,
    input,
    concurrency,
    toleratedFailures,
    results: items.map(() => null),
    failures: [],
    started: 0,
    open: items.length,
    ...(mapRun && { mapRun }),
  };
  branch.waiting = waiting;
  if (items.length === 0) {
    finish(visit, waiting);
    return;
  }
  while (waiting.started < Math.min(concurrency, items.length)) startNext(visit, waiting, branch.lastEventId);
}

/** One iteration has ended. The next takes its place until none is left. */
export function endIteration(
  visit: Visit<MapState>,
  waiting: IterationsWait,
  child: Branch,
  end: BranchEnd,
): void {
  const { step, branch } = visit;
  const { index, lastEventId } = child;
  if ('failure' in end && waiting.failures.length >= waiting.toleratedFailures) {
    failMap(visit, child, end.failure);
    return;
  }
  step.remove(child);
  waiting.open--;
  if ('failure' in end) {
    waiting.failures.push(index);
    waiting.mapRun?.unsuccessful.push(...step.unsuccessfulFrom(child));
  } else {
    waiting.results[index] = end.output;
    if (!child.silent)
      branch.lastEventId = step.recordAside(branch, 'MapIterationSucceeded', { index }, lastEventId);
  }
  if (waiting.open === 0) {
    finish(visit, waiting);
    return;
  }
  if (waiting.started < waiting.items.length) startNext(visit, waiting, lastEventId);
}

function startNext(visit: Visit<MapState>, waiting: IterationsWait, after: number): void {
  const { step, branch, state } = visit;
  const index = waiting.started;
  const item = { Index: index, Value: waiting.items[index] ?? null };
  const silent = isDistributed(visit);
  const place = { parent: branch.id, index, item, ...(silent && { silent }) };
  const started = silent ? after : step.recordAside(branch, 'MapIterationStarted', { index }, after);
  step.spawn(processorOf(state), inputOfItem(visit, waiting.input, item), place, started);
  waiting.started++;
}

function inputOfItem(visit: Visit<MapState>, input: Json, item: NonNullable<Branch['item']>): Json {
  const { state } = visit;
  const template = state.ItemSelector ?? state.Parameters;
  if (template === undefined) return item.Value;
  if (queryLanguageOf(visit) === 'JSONPath') return fillTemplate(template, scopeOf(visit, input, item));
  return fillJsonata(template, 'ItemSelector', jsonataScopeOf(visit, {}, item));
}

function failMap(visit: Visit<MapState>, child: Branch, failure: { error?: string; cause?: string }): void {
  const { step, branch } = visit;
  step.keepUnwound(branch);
  delete branch.waiting;
  step.remove(child);
  if (child.silent) {
    abortChildren(step, branch);
    const threshold = {
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded',
    };
    step.record(branch, 'MapRunFailed', threshold);
    failAttempt(visit, threshold);
    return;
  }
  branch.lastEventId = child.lastEventId;
  step.recordAside(branch, 'MapIterationFailed', { index: child.index }, child.lastEventId);
  abortChildren(step, branch);
  failAttempt(visit, failure);
}

/** Results are in the order of the items; tolerated failures leave none. */
function finish(visit: Visit<MapState>, waiting: IterationsWait): void {
  const { step, branch, state } = visit;
  delete branch.waiting;
  const last = branch.lastEventId;
  const succeeded = isDistributed(visit) ? step.recordAside(branch, 'MapRunSucceeded', {}, last) : last;
  step.recordAside(branch, 'MapStateSucceeded', {}, succeeded);
  const results = waiting.results.filter((_, index) => !waiting.failures.includes(index));
  leaveWithResult(visit, results, state, state.Next);
}

function isDistributed({ state }: Visit<MapState>): boolean {
  return processorOf(state).ProcessorConfig?.Mode === 'DISTRIBUTED';
}

function mapRunArn({ step, branch }: Visit): string {
  const { machineArn } = step.execution;
  return `${machineArn.replace(':stateMachine:', ':mapRun:')}/${branch.state}:${step.environment.chance.uuid()}`;
}
