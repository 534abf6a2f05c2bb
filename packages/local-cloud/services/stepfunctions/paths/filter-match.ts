import type { Json } from '../../../core/json';
import { sameJson } from './equality';
import type { FilterCondition, FilterOperand, Path, PathResult } from './path';

/** The element and the document that a filter reads. */
export interface FilterSubject {
  readonly element: Json;
  readonly document: Json;
  /** Follows a path that stands in the filter. */
  readonly follow: (path: Path, document: Json) => PathResult;
}

/** Whether an element of a document passes a filter. A comparison with what is missing is false. */
export function matchesFilter(condition: FilterCondition, subject: FilterSubject): boolean {
  switch (condition.kind) {
    case 'or':
      return condition.all.some((each) => matchesFilter(each, subject));
    case 'and':
      return condition.all.every((each) => matchesFilter(each, subject));
    case 'not':
      return !matchesFilter(condition.condition, subject);
    case 'exists':
      return operandValue(condition.path, subject) !== undefined;
    case 'compare': {
      const left = operandValue(condition.left, subject);
      if (condition.right.kind === 'pattern') return matchesPattern(condition.right.pattern, left);
      return compare(condition.operator, left, operandValue(condition.right, subject));
    }
  }
}

function matchesPattern(pattern: RegExp, value: Json | undefined): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function operandValue(
  operand: FilterOperand,
  { element, document, follow }: FilterSubject,
): Json | undefined {
  if (operand.kind === 'literal') return operand.value as Json;
  if (operand.kind === 'pattern') return operand.pattern.source;
  const place = follow(operand.path, operand.from === 'element' ? element : document);
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
