import type { Json } from '../../core/json';

export type BinaryOperator =
  | '||'
  | '&&'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%';

/**
 * An expression of Terraform's language, parsed
 * (https://developer.hashicorp.com/terraform/language/expressions).
 */
export type Expression =
  | { readonly kind: 'literal'; readonly value: Json }
  /** A string made of parts. What is exactly one `${…}` is no template but the expression itself. */
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  /** `aws_dynamodb_table.orders.arn`, as its names; indexes and what follows them wrap it. */
  | { readonly kind: 'reference'; readonly path: readonly string[] }
  | { readonly kind: 'attribute'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly of: Expression; readonly key: Expression }
  /** `of[*].x`: `each` is evaluated for every element, which it names by `element`. */
  | { readonly kind: 'splat'; readonly of: Expression; readonly each: Expression }
  | { readonly kind: 'element' }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly arguments: readonly Expression[];
      /** The last argument is a list of arguments: `f(a, b...)`. */
      readonly expandLast: boolean;
    }
  | { readonly kind: 'unary'; readonly operator: '-' | '!'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  | { readonly kind: 'tuple'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | ForExpression;

/** `[for k, v in collection : value if condition]`, or with `key` the object form `{for … : key => value}`. */
export interface ForExpression {
  readonly kind: 'for';
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  readonly key: Expression | undefined;
  readonly value: Expression;
  readonly condition: Expression | undefined;
  /** `value...` in the object form: values of the same key are gathered in a list. */
  readonly group: boolean;
}
