import type { Json } from '../../../core/json';
import type { MapState } from '../asl/definition';
import { valueAt } from '../data/scope';
import { QueryEvaluationError, RuntimeError } from '../execution/failure';
import { processorOf } from '../execution/step';
import { fillJsonata } from '../jsonata/template';
import { fieldOf, unexpectedType } from './field';
import { jsonataScopeOf, queryLanguageOf, scopeOf, type Visit } from './visit';

/** How many iterations run at once where the state does not say (AWS: 40 inline, 10,000 distributed). */
const INLINE_CONCURRENCY = 40;
const DISTRIBUTED_CONCURRENCY = 10_000;

export function itemsOf(visit: Visit<MapState>, input: Json): readonly Json[] {
  const { state } = visit;
  if (queryLanguageOf(visit) === 'JSONata') return jsonataItems(visit, state);
  const items = state.ItemsPath === undefined ? input : valueAt(state.ItemsPath, scopeOf(visit, input));
  if (Array.isArray(items)) return items;
  if (state.ItemsPath === undefined) throw notAnArray(input);
  throw new RuntimeError(`Reference path "${state.ItemsPath}" must point to array.`);
}

function jsonataItems(visit: Visit<MapState>, { Items }: MapState): readonly Json[] {
  if (Items === undefined) {
    const { input } = visit.branch;
    if (Array.isArray(input)) return input;
    throw new QueryEvaluationError(`Map state input must be an array but was: ${JSON.stringify(input)}`);
  }
  const items = fillJsonata(Items, 'Items', jsonataScopeOf(visit));
  if (Array.isArray(items)) return items;
  throw unexpectedType(visit, 'Items', 'array', items);
}

function notAnArray(input: Json): RuntimeError {
  return new RuntimeError(`Map state input must be an array but was: ${JSON.stringify(input)}`);
}

export function concurrencyOf(visit: Visit<MapState>, input: Json): number {
  const distributed = processorOf(visit.state).ProcessorConfig?.Mode === 'DISTRIBUTED';
  const most = distributed ? DISTRIBUTED_CONCURRENCY : INLINE_CONCURRENCY;
  const asked = numberOf(visit, 'MaxConcurrency', input, 'integer') ?? 0;
  if (asked < 0) throw new RuntimeError('MaxConcurrency cannot be negative.');
  return asked === 0 ? most : Math.min(asked, most);
}

/** How many iterations of `count` may fail: the smaller of both limits; none where no limit is given. */
export function toleratedFailuresOf(visit: Visit<MapState>, input: Json, count: number): number {
  const failures = numberOf(visit, 'ToleratedFailureCount', input, 'integer');
  const percentage = numberOf(visit, 'ToleratedFailurePercentage', input, 'float');
  if (failures !== undefined && failures < 0)
    throw new RuntimeError('ToleratedFailureCount cannot be negative.');
  if (percentage !== undefined && (percentage < 0 || percentage > 100)) {
    throw new RuntimeError('ToleratedFailurePercentage must be between 0 and 100.');
  }
  if (failures === undefined && percentage === undefined) return 0;
  const byPercentage = percentage === undefined ? count : Math.floor((count * percentage) / 100);
  return Math.min(failures ?? count, byPercentage);
}

/** A path may lead to a number or to a text that is one. */
function numberOf(
  visit: Visit<MapState>,
  name: string,
  input: Json,
  kind: 'integer' | 'float',
): number | undefined {
  const field = fieldOf(visit, name, input);
  if (!field) return undefined;
  const { value, path } = field;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && (kind === 'float' ? Number.isFinite(number) : Number.isInteger(number)))
    return number;
  if (queryLanguageOf(visit) === 'JSONata') throw unexpectedType(visit, name, kind, value);
  const written = typeof value === 'string' ? value : JSON.stringify(value);
  throw new RuntimeError(
    `The ${name}Path field refers to value "${written}" which is not a valid ${kind}: ${path}`,
  );
}
