import type { Json, JsonObject } from '../../../core/json';
import { isIntrinsic, parseIntrinsic } from '../intrinsics/parse';
import { compileExpression } from '../jsonata/synchronous';
import { isExpression } from '../jsonata/template';
import { parsePath } from '../paths/parse';
import type { Definition, QueryLanguage, State, States } from './definition';

/** An expression of a definition that could never be evaluated. */
export interface BrokenExpression {
  readonly message: string;
  /** A JSON pointer into the definition. */
  readonly location: string;
}

/** Fields of a state in JSONPath that are payload templates. */
const TEMPLATES = ['Parameters', 'ResultSelector', 'ItemSelector', 'Assign', 'Credentials'] as const;

/** Fields whose content is not the state's own: data as it is, or states in turn. */
const NOT_EXPRESSIONS = new Set([
  'Comment',
  'Result',
  'Branches',
  'ItemProcessor',
  'Iterator',
  'Resource',
  'Type',
]);

/** Finds paths, intrinsic functions and JSONata expressions that are not well formed. */
export function brokenExpressions(definition: Definition): BrokenExpression[] {
  return inStates(definition, definition.QueryLanguage ?? 'JSONPath', '');
}

function inStates(states: States, inherited: QueryLanguage, at: string): BrokenExpression[] {
  return Object.entries(states.States).flatMap(([name, state]) =>
    inState(state, state.QueryLanguage ?? inherited, inherited, `${at}/States/${name}`),
  );
}

function inState(
  state: State,
  language: QueryLanguage,
  inherited: QueryLanguage,
  at: string,
): BrokenExpression[] {
  const own = language === 'JSONata' ? inJsonata(state as unknown as JsonObject, at) : inJsonPath(state, at);
  return [
    ...own,
    ...innerStates(state).flatMap(([place, inner]) => inStates(inner, inherited, `${at}/${place}`)),
  ];
}

function innerStates(state: State): [place: string, states: States][] {
  if (state.Type === 'Parallel') return state.Branches.map((branch, index) => [`Branches/${index}`, branch]);
  if (state.Type !== 'Map') return [];
  const { ItemProcessor, Iterator: iterator } = state;
  return [
    ...(ItemProcessor ? [['ItemProcessor', ItemProcessor] as [string, States]] : []),
    ...(iterator ? [['Iterator', iterator] as [string, States]] : []),
  ];
}

function inJsonPath(state: State, at: string): BrokenExpression[] {
  const fields = state as unknown as Readonly<Record<string, Json | undefined>>;
  return TEMPLATES.flatMap((field) => inTemplate(fields[field] ?? null, `${at}/${field}`));
}

function inTemplate(template: Json, at: string): BrokenExpression[] {
  if (typeof template !== 'object' || template === null) return [];
  return Object.entries(template).flatMap(([name, value]) => {
    if (Array.isArray(template) || !name.endsWith('.$')) return inTemplate(value, `${at}/${name}`);
    if (
      typeof value === 'string' &&
      parses(() => (isIntrinsic(value) ? parseIntrinsic(value) : parsePath(value)))
    ) {
      return [];
    }
    const message = `The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`;
    return [{ message, location: `${at}/${name}` }];
  });
}

function inJsonata(value: Json, at: string): BrokenExpression[] {
  if (isExpression(value)) {
    if (parses(() => compileExpression(value.slice(2, -2).trim()))) return [];
    return [{ message: `The value must be a valid JSONata expression: ${value}`, location: at }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    NOT_EXPRESSIONS.has(name) ? [] : inJsonata(each, `${at}/${name}`),
  );
}

function parses(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}
