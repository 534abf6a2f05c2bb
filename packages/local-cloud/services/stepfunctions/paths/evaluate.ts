import { isObject, type Json, type JsonObject } from '../../../core/json';
import { matchesFilter } from './filter-match';
import { PATH_FUNCTIONS } from './functions';
import type { Path, PathResult, PathStep } from './path';

/** Follows `path` through `document`. A path that is not definite always finds a list. */
export function followPath(path: Path, document: Json): PathResult {
  const last = path.steps.at(-1);
  if (last?.kind === 'function') return applyFunction(path, last.name, document);
  if (path.definite) return followDefinite(path.steps, document);
  return { found: true, value: selectAll(path.steps, document, document) };
}

function followDefinite(steps: readonly PathStep[], document: Json): PathResult {
  let value = document;
  for (const [position, step] of steps.entries()) {
    const next = child(step, value);
    if (next === undefined) return missing(steps, position, value);
    value = next;
  }
  return { found: true, value };
}

function child(step: PathStep, value: Json): Json | undefined {
  if (step.kind === 'property') return isObject(value) ? own(value, step.name) : undefined;
  if (step.kind === 'index') return Array.isArray(value) ? value.at(step.index) : undefined;
  if (step.kind === 'properties' && isObject(value)) return pick(value, step.names);
  return undefined;
}

function own(value: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function pick(value: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const found = own(value, name);
      return found === undefined ? [] : [[name, found]];
    }),
  );
}

/** The words of Jayway, which AWS repeats in the cause of a States.Runtime. */
function missing(steps: readonly PathStep[], position: number, value: Json): PathResult {
  const step = steps[position];
  const atEnd = position === steps.length - 1;
  const written = steps
    .slice(0, position + 1)
    .map(notation)
    .join('');
  if (step?.kind === 'index' && Array.isArray(value)) {
    return { found: false, reason: `Index out of bounds when evaluating path $${written}`, pastEnd: atEnd };
  }
  if (step?.kind === 'property' && !isObject(value)) {
    const reason = `Expected to find an object with property ${notation(step)} in path $${steps.slice(0, position).map(notation).join('')}`;
    return { found: false, reason, pastEnd: false };
  }
  const reason = atEnd ? `No results for path: $${written}` : `Missing property in path $${written}`;
  return { found: false, reason, pastEnd: false };
}

function notation(step: PathStep): string {
  if (step.kind === 'property') return `['${step.name}']`;
  return step.kind === 'index' ? `[${step.index}]` : '[]';
}

function selectAll(steps: readonly PathStep[], value: Json, document: Json): Json[] {
  let values = [value];
  for (const step of steps) values = values.flatMap((each) => select(step, each, document));
  return values;
}

function select(step: PathStep, value: Json, document: Json): Json[] {
  switch (step.kind) {
    case 'wildcard':
      return childrenOf(value);
    case 'descendants':
      return descendantsOf(value);
    case 'slice':
      return Array.isArray(value) ? value.slice(step.from ?? 0, step.to ?? value.length) : [];
    case 'indexes':
      return step.indexes.flatMap((index) => (Array.isArray(value) ? present(value.at(index)) : []));
    case 'filter': {
      const candidates = Array.isArray(value) ? value : isObject(value) ? [value] : [];
      return candidates.filter((each) =>
        matchesFilter(step.condition, { element: each, document, follow: followPath }),
      );
    }
    default:
      return present(child(step, value));
  }
}

function present(value: Json | undefined): Json[] {
  return value === undefined ? [] : [value];
}

function childrenOf(value: Json): Json[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

function descendantsOf(value: Json): Json[] {
  return [value, ...childrenOf(value).flatMap(descendantsOf)];
}

function applyFunction(path: Path, name: string, document: Json): PathResult {
  const steps = path.steps.slice(0, -1);
  const definite = steps.every((step) => step.kind === 'property' || step.kind === 'index');
  const argument = definite ? followDefinite(steps, document) : undefined;
  if (argument?.found === false) return argument;
  const apply = PATH_FUNCTIONS.get(name);
  const value = apply?.(argument?.value ?? selectAll(steps, document, document));
  if (value !== undefined) return { found: true, value };
  return { found: false, reason: `Function ${name}() has no value here`, pastEnd: false };
}
