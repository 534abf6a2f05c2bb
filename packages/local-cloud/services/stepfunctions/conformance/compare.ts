import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json, type JsonObject } from '../../../core/json';
import { ANY_RUN, matchesWildcards, type WildcardPattern } from '../../../core/wildcards';
import type { RecordedEvent, Result, Vector } from './vector';

/** Where two recordings differ: a JSON pointer, what was expected there and what came. */
export interface Difference {
  readonly at: string;
  readonly expected: Json | undefined;
  readonly actual: Json | undefined;
}

/** Errors whose causes are prose of AWS's, compared by their presence only. */
const PROSE = new Set(['States.Runtime', 'States.QueryEvaluationError']);

/** Ids follow from the order, but for concurrent branches; AWS's previousEventId has quirks of its own. */
const NOT_COMPARED = ['id', 'previousEventId', 'unorderedIn', 'reconstructed'];

/** Where an execution played back differs from its recording; nothing when they agree. */
export function differences(vector: Vector, actual: Result): Difference[] {
  return vector.expected === undefined ? [] : new ResultComparison(vector).ofResults(vector.expected, actual);
}

class ResultComparison {
  constructor(private readonly vector: Vector) {}

  ofResults(recorded: Result, actual: Result): Difference[] {
    const { events, ...expected } = recorded;
    const { events: happened, ...result } = actual;
    return [
      ...this.ofFields(expected as JsonObject, result as JsonObject, '/expected'),
      ...(events === null ? [] : this.ofEvents(events, happened ?? [])),
    ];
  }

  private ofEvents(expected: readonly RecordedEvent[], actual: readonly RecordedEvent[]): Difference[] {
    if (expected.length !== actual.length) {
      const types = (events: readonly RecordedEvent[]) => events.map(({ type = '' }) => type);
      return [{ at: '/expected/events', expected: types(expected), actual: types(actual) }];
    }
    const inOrder = this.ofSequence(expected, actual);
    if (inOrder.length === 0) return [];
    const byScope = this.ofScopes(expected, actual);
    return byScope.length === 0 ? [] : inOrder;
  }

  /** Event by event; a run of events without an order as a multiset. */
  private ofSequence(expected: readonly RecordedEvent[], actual: readonly RecordedEvent[]): Difference[] {
    const found: Difference[] = [];
    for (let index = 0; index < expected.length; ) {
      const section = expected[index]?.unorderedIn;
      let end = index + 1;
      while (section !== undefined && expected[end]?.unorderedIn === section) end++;
      const positions = Array.from({ length: end - index }, (_, offset) => index + offset);
      found.push(...this.ofMultiset(expected, actual.slice(index, end), positions));
      index = end;
    }
    return found;
  }

  private ofMultiset(
    expected: readonly RecordedEvent[],
    actual: readonly RecordedEvent[],
    positions: readonly number[],
  ): Difference[] {
    const left = [...actual];
    return positions.flatMap((position) => {
      const event = expected[position] ?? {};
      const match = left.findIndex((each) => this.ofEvent(event, each, position).length === 0);
      if (match >= 0) {
        left.splice(match, 1);
        return [];
      }
      return this.ofEvent(event, left[0] ?? {}, position);
    });
  }

  /** Concurrent iterations interleave as they will: within one scope the order is fixed. */
  private ofScopes(expected: readonly RecordedEvent[], actual: readonly RecordedEvent[]): Difference[] {
    const left = groups(actual);
    return expected.flatMap((event, position) => {
      const next = left.get(scopeKey(event))?.shift();
      return this.ofEvent(event, next ?? {}, position);
    });
  }

  private ofEvent(expected: RecordedEvent, actual: RecordedEvent, position: number): Difference[] {
    const wanted = { ...expected };
    const own = { ...actual };
    for (const name of NOT_COMPARED) {
      delete wanted[name];
      delete own[name];
    }
    // A recording without order has lost where some of its events happened.
    for (const name of ['scope', 'state']) if (expected.unorderedIn && !(name in expected)) delete own[name];
    return this.ofFields(wanted, own, `/expected/events/${position}`);
  }

  private ofFields(expected: JsonObject, actual: JsonObject, at: string): Difference[] {
    const prose = PROSE.has(String(expected.error));
    const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...names].flatMap((name) => {
      const here = `${at}/${pointerToken(name)}`;
      if (name === 'cause' && prose && typeof actual.cause === typeof expected.cause) return [];
      return this.ofValues(expected[name], actual[name], here);
    });
  }

  private ofValues(expected: Json | undefined, actual: Json | undefined, at: string): Difference[] {
    if (isDeepStrictEqual(expected, actual) || this.isPlaceholderFor(expected, actual, at)) return [];
    if (this.vector.jsonCauses?.includes(at) && sameJsonText(expected, actual)) return [];
    if (isObject(expected) && isObject(actual)) return this.ofFields(expected, actual, at);
    if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
      return expected.flatMap((each, index) => this.ofValues(each, actual[index], `${at}/${index}`));
    }
    return [differ(at, expected, actual)];
  }

  private isPlaceholderFor(expected: Json | undefined, actual: Json | undefined, at: string): boolean {
    const tokens = this.vector.placeholderPaths[at];
    if (!tokens || typeof expected !== 'string' || actual === undefined) return false;
    if (tokens.includes(expected)) return true;
    if (typeof actual !== 'string') return false;
    const separators = tokens.map(literal).join('|');
    const parts = expected.split(new RegExp(separators));
    const pattern = parts.flatMap<WildcardPattern[number]>((part, index) =>
      index === 0 ? [part] : [ANY_RUN, part],
    );
    return matchesWildcards(pattern, actual);
  }
}

function groups(events: readonly RecordedEvent[]): Map<string, RecordedEvent[]> {
  const found = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const key = scopeKey(event);
    found.set(key, [...(found.get(key) ?? []), event]);
  }
  return found;
}

/** The events of one iteration in its Map are a scope of their own. */
function scopeKey({ scope, type, index }: RecordedEvent): string {
  const iteration = String(type).startsWith('MapIteration') ? [`#${String(index)}`] : [];
  return JSON.stringify([...((scope as string[] | undefined) ?? []), ...iteration]);
}

function differ(at: string, expected: Json | undefined, actual: Json | undefined): Difference {
  return { at, expected, actual };
}

function sameJsonText(expected: Json | undefined, actual: Json | undefined): boolean {
  if (typeof expected !== 'string' || typeof actual !== 'string') return false;
  try {
    return isDeepStrictEqual(JSON.parse(expected), JSON.parse(actual));
  } catch {
    return false;
  }
}

function pointerToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
