import { canonical, isObject, type Json, type JsonObject, parsed } from '../plan/json';

/** One thing that a policy says: who may (or may not) do what on what, and when. */
export interface Grant {
  readonly effect: 'Allow' | 'Deny';
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** Canonical JSON; '' when there is none. */
  readonly condition: string;
}

/** Each statement of a policy as the single grants that it is made of; undefined when it is not known as JSON. */
export function grantsOf(policy: Json | undefined): Grant[] | undefined {
  const document = typeof policy === 'string' ? parsed(policy) : policy;
  if (!isObject(document)) return undefined;
  const statements = Array.isArray(document['Statement']) ? document['Statement'] : [document['Statement']];
  return statements.filter(isObject).flatMap(grantsOfStatement);
}

function grantsOfStatement(statement: JsonObject): Grant[] {
  const effect = statement['Effect'] === 'Deny' ? 'Deny' : 'Allow';
  const condition = statement['Condition'] === undefined ? '' : canonical(normal(statement['Condition']));
  const actions = listed(statement['Action']) ?? inverse('everything except', statement['NotAction']);
  const resources = listed(statement['Resource']) ?? inverse('all except', statement['NotResource']);
  const principals =
    principalsOf(statement['Principal']) ??
    (statement['NotPrincipal'] === undefined
      ? ['']
      : [`everyone except ${canonical(statement['NotPrincipal'])}`]);
  return principals.flatMap((principal) =>
    actions.flatMap((action) =>
      resources.map((resource) => ({ effect, principal, action, resource, condition })),
    ),
  );
}

/** A list of one is the one; the order of several means nothing. */
function normal(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.length === 1 ? value[0] : [...value].map(String).sort();
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, normal(part)]));
}

function listed(value: Json | undefined): string[] | undefined {
  if (value === undefined) return undefined;
  return (Array.isArray(value) ? value : [value]).map(String);
}

function inverse(words: string, value: Json | undefined): string[] {
  const list = listed(value);
  return list ? [`${words} ${list.join(', ')}`] : [''];
}

function principalsOf(value: Json | undefined): string[] | undefined {
  if (value === undefined) return undefined;
  if (!isObject(value)) return listed(value);
  return Object.entries(value).flatMap(([kind, names]) =>
    (listed(names) ?? []).map((name) => (name === '*' ? '*' : `${kind} ${name}`)),
  );
}

/** Whether `wide` says everything that `narrow` does. */
export function covers(wide: Grant, narrow: Grant): boolean {
  return (
    wide.effect === narrow.effect &&
    (wide.condition === '' || wide.condition === narrow.condition) &&
    matches(wide.principal, narrow.principal) &&
    matches(wide.action.toLowerCase(), narrow.action.toLowerCase()) &&
    matches(wide.resource, narrow.resource)
  );
}

/** `*` and `?` as IAM reads them. */
function matches(pattern: string, text: string): boolean {
  if (pattern === text) return true;
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(text);
}
