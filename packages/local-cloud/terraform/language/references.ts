import type { Expression } from './expression';

/** The references in an expression that reach out of it: the variables of its own `for`s are left out. */
export function* references(
  expression: Expression,
  bound: ReadonlySet<string> = new Set(),
): Generator<readonly string[]> {
  switch (expression.kind) {
    case 'reference':
      if (!bound.has(expression.path[0] ?? '')) yield expression.path;
      return;
    case 'for': {
      yield* references(expression.collection, bound);
      const inner = new Set([
        ...bound,
        expression.valueName,
        ...(expression.keyName ? [expression.keyName] : []),
      ]);
      for (const part of [expression.key, expression.value, expression.condition]) {
        if (part) yield* references(part, inner);
      }
      return;
    }
    default:
      for (const part of parts(expression)) yield* references(part, bound);
  }
}

function parts(expression: Exclude<Expression, { kind: 'reference' | 'for' }>): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'element':
      return [];
    case 'template':
      return expression.parts;
    case 'attribute':
      return [expression.of];
    case 'index':
      return [expression.of, expression.key];
    case 'splat':
      return [expression.of, expression.each];
    case 'call':
      return expression.arguments;
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.condition, expression.then, expression.otherwise];
    case 'tuple':
      return expression.items;
    case 'object':
      return expression.entries.flat();
  }
}
