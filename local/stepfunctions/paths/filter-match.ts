import type { Json } from '../../service';
import { sameJson } from './equality';
import { followPath } from './evaluate';
import type { FilterCondition, FilterOperand } from './path';

/** Whether an element of `document` passes a filter. A comparison with what is missing is false. */
export function matchesFilter(condition: FilterCondition, element: Json, document: Json): boolean {
  switch (condition.kind) {
    case 'or':
      return condition.all.some((each) => matchesFilter(each, element, document));
    case 'and':
      return condition.all.every((each) => matchesFilter(each, element, document));
    case 'not':
      return !matchesFilter(condition.condition, element, document);
    case 'exists':
      return operandValue(condition.path, element, document) !== undefined;
    case 'compare': {
      const left = operandValue(condition.left, element, document);
      if (condition.right.kind === 'pattern') return matchesPattern(condition.right.pattern, left);
      return compare(condition.operator, left, operandValue(condition.right, element, document));
    }
  }
}

function matchesPattern(pattern: RegExp, value: Json | undefined): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function operandValue(operand: FilterOperand, element: Json, document: Json): Json | undefined {
  if (operand.kind === 'literal') return operand.value as Json;
  if (operand.kind === 'pattern') return operand.pattern.source;
  const place = followPath(operand.path, operand.from === 'element' ? element : document);
  return place.found ? place.value : undefined;
}

function compare(operator: string, left: Json | undefined, right: Json | undefined): boolean {
  if (operator === '!=') return !same(left, right);
  if (left === undefined || right === undefined) return false;
  switch (operator) {
    case '==':
      return same(left, right);
    case 'in':
      return includes(right, left);
    case 'nin':
      return !includes(right, left);
    case 'contains':
      return typeof left === 'string' && typeof right === 'string'
        ? left.includes(right)
        : includes(left, right);
    case 'subsetof':
      return Array.isArray(left) && left.every((each) => includes(right, each));
    case 'anyof':
      return Array.isArray(left) && left.some((each) => includes(right, each));
    case 'noneof':
      return Array.isArray(left) && !left.some((each) => includes(right, each));
    case 'size':
      return sizeOf(left) === (typeof right === 'number' ? right : sizeOf(right));
    case 'empty':
      return (sizeOf(left) === 0) === right;
    default:
      return inOrder(operator, left, right);
  }
}

function inOrder(operator: string, left: Json, right: Json): boolean {
  const comparable =
    (typeof left === 'number' && typeof right === 'number') ||
    (typeof left === 'string' && typeof right === 'string');
  if (!comparable) return false;
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}

function same(left: Json | undefined, right: Json | undefined): boolean {
  return left === undefined || right === undefined ? left === right : sameJson(left, right);
}

function includes(list: Json, value: Json): boolean {
  return Array.isArray(list) && list.some((each) => sameJson(each, value));
}

function sizeOf(value: Json): number | undefined {
  return typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
}
