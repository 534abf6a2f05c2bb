import type { Item } from '../../functions/tables/table';

export type Values = Readonly<Record<string, unknown>>;
export type Names = Readonly<Record<string, string>>;

type Read<Result> = (item: Item | undefined, values: Values, names: Names) => Result;

/** Words, placeholders and signs of an expression. */
class Tokens {
  private readonly tokens: readonly string[];
  private position = 0;

  constructor(expression: string) {
    this.tokens = expression.match(/<=|>=|<>|[(),=<>+-]|[#:]?\w+/g) ?? [];
  }

  get next(): string | undefined {
    return this.tokens[this.position];
  }

  take(): string {
    return this.tokens[this.position++] ?? '';
  }

  skip(token: string): boolean {
    const isNext = this.next === token;
    if (isNext) this.position++;
    return isNext;
  }

  /** @throws where something else comes */
  expect(token: string): void {
    if (!this.skip(token)) throw new Error(`An expression has ${this.next} where ${token} should be.`);
  }
}

function remembered<Result>(compile: (expression: string) => Result): (expression: string) => Result {
  const known = new Map<string, Result>();
  return (expression) => {
    const compiled = known.get(expression) ?? compile(expression);
    known.set(expression, compiled);
    return compiled;
  };
}

/** Whether a ConditionExpression holds, as far as the product's conditions go: another function is an error. */
export const conditionOf = remembered((expression) => {
  const tokens = new Tokens(expression);
  const holds = anyOf(tokens);
  if (tokens.next !== undefined) throw new Error(`A condition goes on with ${tokens.next}.`);
  return holds;
});

function anyOf(tokens: Tokens): Read<boolean> {
  let holds = allOf(tokens);
  while (tokens.skip('OR')) {
    const [left, right] = [holds, allOf(tokens)];
    holds = (...given) => left(...given) || right(...given);
  }
  return holds;
}

function allOf(tokens: Tokens): Read<boolean> {
  let holds = one(tokens);
  while (tokens.skip('AND')) {
    const [left, right] = [holds, one(tokens)];
    holds = (...given) => left(...given) && right(...given);
  }
  return holds;
}

function one(tokens: Tokens): Read<boolean> {
  if (tokens.skip('NOT')) {
    const holds = one(tokens);
    return (...given) => !holds(...given);
  }
  if (tokens.skip('(')) {
    const holds = anyOf(tokens);
    tokens.expect(')');
    return holds;
  }
  const name = tokens.take();
  if (tokens.skip('(')) return test(name, argumentsOf(tokens));
  const left = operand(name);
  const operator = tokens.take();
  if (operator === 'IN') {
    tokens.expect('(');
    const among = argumentsOf(tokens);
    return (...given) => among.some((each) => each(...given) === left(...given));
  }
  return comparison(operator, left, operand(tokens.take()));
}

function argumentsOf(tokens: Tokens): Read<unknown>[] {
  const given: Read<unknown>[] = [];
  do given.push(operand(tokens.take()));
  while (tokens.skip(','));
  tokens.expect(')');
  return given;
}

function operand(token: string): Read<unknown> {
  if (token.startsWith(':')) return (_item, values) => values[token];
  if (token.startsWith('#')) return (item, _values, names) => item?.[names[token] ?? ''];
  return (item) => item?.[token];
}

function test(name: string, [attribute, value]: Read<unknown>[]): Read<boolean> {
  if (name === 'attribute_exists') return (...given) => attribute?.(...given) !== undefined;
  if (name === 'attribute_not_exists') return (...given) => attribute?.(...given) === undefined;
  if (name !== 'contains') throw new Error(`The tables in memory do not know the function ${name}.`);
  return (...given) => {
    const found = attribute?.(...given);
    return found instanceof Set && found.has(value?.(...given));
  };
}

function comparison(operator: string, left: Read<unknown>, right: Read<unknown>): Read<boolean> {
  const compare = COMPARISONS[operator];
  if (!compare) throw new Error(`The tables in memory do not know the comparison ${operator}.`);
  return (...given) => compare(left(...given) as string, right(...given) as string);
}

/** With an attribute that is not there no comparison is true but that of difference. */
const COMPARISONS: Readonly<Record<string, (left: string, right: string) => boolean>> = {
  '=': (left, right) => left !== undefined && left === right,
  '<>': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

type Change = (from: Item | undefined, to: Record<string, unknown>, values: Values, names: Names) => void;

/** The item after an UpdateExpression. Every value is read from the item as it was before. */
export const updateOf = remembered((expression) => {
  const tokens = new Tokens(expression);
  const changes: Change[] = [];
  while (tokens.next !== undefined) {
    const clause = CLAUSES[tokens.take()];
    if (!clause) throw new Error('An update begins with SET, REMOVE, ADD or DELETE.');
    do changes.push(clause(tokens));
    while (tokens.skip(','));
  }
  return (item: Item | undefined, values: Values, names: Names): Item => {
    const changed: Record<string, unknown> = { ...item };
    for (const change of changes) change(item, changed, values, names);
    return changed;
  };
});

const CLAUSES: Readonly<Record<string, (tokens: Tokens) => Change>> = {
  SET: (tokens) => {
    const target = tokens.take();
    tokens.expect('=');
    const value = sum(tokens);
    return (from, to, values, names) => {
      to[nameOf(target, names)] = value(from, values, names);
    };
  },
  REMOVE: (tokens) => {
    const target = tokens.take();
    return (_from, to, _values, names) => {
      delete to[nameOf(target, names)];
    };
  },
  ADD: (tokens) => members(tokens, (known, given) => new Set([...known, ...given])),
  DELETE: (tokens) =>
    members(tokens, (known, given) => new Set([...known].filter((each) => !given.has(each)))),
};

/** DynamoDB keeps no empty set. */
function members(
  tokens: Tokens,
  join: (known: ReadonlySet<unknown>, given: ReadonlySet<unknown>) => Set<unknown>,
): Change {
  const [target, value] = [tokens.take(), operand(tokens.take())];
  return (from, to, values, names) => {
    const name = nameOf(target, names);
    const known = (from?.[name] ?? new Set()) as ReadonlySet<unknown>;
    const joined = join(known, value(from, values, names) as ReadonlySet<unknown>);
    if (joined.size > 0) to[name] = joined;
    else delete to[name];
  };
}

function sum(tokens: Tokens): Read<unknown> {
  const left = term(tokens);
  const sign = tokens.next;
  if (sign !== '+' && sign !== '-') return left;
  tokens.take();
  const right = term(tokens);
  const factor = sign === '+' ? 1 : -1;
  return (...given) => Number(left(...given)) + factor * Number(right(...given));
}

function term(tokens: Tokens): Read<unknown> {
  const name = tokens.take();
  if (!tokens.skip('(')) return operand(name);
  const first = term(tokens);
  tokens.expect(',');
  const second = term(tokens);
  tokens.expect(')');
  if (name === 'if_not_exists') return (...given) => first(...given) ?? second(...given);
  if (name !== 'list_append') throw new Error(`The tables in memory do not know the function ${name}.`);
  return (...given) => [...(first(...given) as unknown[]), ...(second(...given) as unknown[])];
}

function nameOf(token: string, names: Names): string {
  return names[token] ?? token;
}
