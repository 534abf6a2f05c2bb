import { shownChange } from '../meaning/values';
import { differences } from '../plan/differences';
import { canonical, isObject, type Json, type JsonObject, parsed } from '../plan/json';
import type { Line, Subject } from './subject';

export const WORKFLOW: Subject = {
  types: ['aws_sfn_state_machine'],
  tells: /^definition/,
  read: ({ before, after }) => {
    const lines = workflowDifferences(before?.['definition'], after?.['definition']);
    return lines && { lines, warnings: [] };
  },
};

/**
 * What a change of an ASL definition does to the workflow, state by state. A state that only has another name is
 * told as renamed. Undefined when a side is not known as ASL.
 */
export function workflowDifferences(before: Json | undefined, after: Json | undefined): Line[] | undefined {
  const [from, to] = [parsed(before), parsed(after)];
  if (!isObject(from) || !isObject(to)) return undefined;
  const [statesBefore, statesAfter] = [statesOf(from), statesOf(to)];
  const renamed = renamedStates(statesBefore, statesAfter);
  const lines: Line[] = [...renamed].map(([old, name]) => ({
    sign: '~',
    text: `state "${old}" is renamed "${name}": executions that wait in it go on by the definition they started with`,
  }));
  for (const name of statesBefore.keys())
    if (!statesAfter.has(name) && !renamed.has(name)) lines.push({ sign: '-', text: `state "${name}"` });
  for (const [name, state] of statesAfter)
    if (!statesBefore.has(name) && ![...renamed.values()].includes(name))
      lines.push({ sign: '+', text: `state "${name}" (${String(state['Type'])})` });
  for (const [name, state] of statesBefore) {
    const successor = statesAfter.get(renamed.get(name) ?? name);
    if (successor)
      lines.push(...stateLines(renamed.get(name) ?? name, withNewNames(state, renamed), successor));
  }
  return [...lines, ...settingLines(withNewNames(from, renamed), to)];
}

function statesOf(definition: JsonObject): Map<string, JsonObject> {
  const states = definition['States'];
  if (!isObject(states)) return new Map();
  return new Map(Object.entries(states).filter((entry): entry is [string, JsonObject] => isObject(entry[1])));
}

/** States that went and came with the same content, wherever they lead. */
function renamedStates(before: Map<string, JsonObject>, after: Map<string, JsonObject>): Map<string, string> {
  const renamed = new Map<string, string>();
  const news = [...after].filter(([name]) => !before.has(name));
  for (const [old, state] of before) {
    if (after.has(old)) continue;
    const match = news.find(
      ([name, candidate]) =>
        ![...renamed.values()].includes(name) && contentOf(candidate) === contentOf(state),
    );
    if (match) renamed.set(old, match[0]);
  }
  return renamed;
}

/** A state without the names of those it leads to. */
function contentOf(state: JsonObject): string {
  return canonical(mapNames(state, () => ''));
}

function withNewNames(value: JsonObject, renamed: ReadonlyMap<string, string>): JsonObject {
  return mapNames(value, (name) => renamed.get(name) ?? name);
}

function mapNames(value: JsonObject, rename: (name: string) => string): JsonObject {
  const mapped = (part: Json | undefined, field: string): Json | undefined => {
    if (typeof part === 'string' && ['Next', 'Default', 'StartAt'].includes(field)) return rename(part);
    if (Array.isArray(part)) return part.map((element) => mapped(element, '') ?? null);
    return isObject(part) ? mapNames(part, rename) : part;
  };
  return Object.fromEntries(Object.entries(value).map(([field, part]) => [field, mapped(part, field)]));
}

function stateLines(name: string, before: JsonObject, after: JsonObject): Line[] {
  return differences(before, after).map(({ path, before: old, after: now }) => ({
    sign: '~',
    text: `state "${name}": ${path} ${shownChange(old, now)}`,
  }));
}

/** What the definition says beside its states: where it starts, its timeout. */
function settingLines({ States: _, ...before }: JsonObject, { States: __, ...after }: JsonObject): Line[] {
  return differences(before, after).map(({ path, before: old, after: now }) => ({
    sign: '~',
    text: `${path} ${shownChange(old, now)}`,
  }));
}
