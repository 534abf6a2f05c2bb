import type { Json } from '../../core/json';
import { ExpressionError } from '../errors';
import type { BinaryOperator } from './expression';
import { equal, toBool, toNumber } from './values';

/** Applies an operator of Terraform. Neither `||` nor `&&` spares its right side, as in Terraform 1.11. */
export function applyBinary(operator: BinaryOperator, left: Json, right: Json): Json {
  switch (operator) {
    case '==':
      return equal(left, right);
    case '!=':
      return !equal(left, right);
    case '||': {
      const [first, second] = [toBool(left), toBool(right)];
      return first || second;
    }
    case '&&': {
      const [first, second] = [toBool(left), toBool(right)];
      return first && second;
    }
    default:
      return arithmetic(operator, toNumber(left), toNumber(right));
  }
}

function arithmetic(
  operator: Exclude<BinaryOperator, '==' | '!=' | '||' | '&&'>,
  left: number,
  right: number,
): number | boolean {
  if (right === 0 && (operator === '/' || operator === '%')) throw new ExpressionError('a division by zero');
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
  }
}
