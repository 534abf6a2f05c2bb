import type { Json } from '../../../core/json';
import type { ChoiceRule } from '../asl/definition';
import { lookUp, type Scope } from '../data/scope';
import { RuntimeError } from '../execution/failure';
import { COMPARISONS, TYPE_TESTS } from './operators';

/** Fields of a rule that are not its operator. */
const OTHER_FIELDS = new Set(['Variable', 'Next', 'Comment', 'Assign', 'Output']);

/** Whether a rule of a Choice (JSONPath) holds. */
export function ruleHolds(rule: ChoiceRule, scope: Scope): boolean {
  if (rule.And) return rule.And.every((each) => ruleHolds(each, scope));
  if (rule.Or) return rule.Or.some((each) => ruleHolds(each, scope));
  if (rule.Not) return !ruleHolds(rule.Not, scope);
  return comparisonHolds(rule, scope);
}

function comparisonHolds(rule: ChoiceRule, scope: Scope): boolean {
  const operator = Object.keys(rule).find((field) => !OTHER_FIELDS.has(field)) ?? '';
  const variable = rule.Variable ?? '';
  const expected = rule[operator] as Json;
  if (operator === 'IsPresent') return isPresent(variable, scope) === expected;

  const value = operandAt(variable, scope);
  const test = TYPE_TESTS.get(operator);
  if (test) return test(value) === expected;

  const byPath = operator.endsWith('Path');
  const compare = COMPARISONS.get(byPath ? operator.slice(0, -'Path'.length) : operator);
  if (!compare) throw new RuntimeError(`Choice operator '${operator}' is not known.`);
  return compare(value, byPath ? operandAt(String(expected), scope) : expected);
}

/** A variable of the workflow that was never assigned is absent, too. */
function isPresent(path: string, scope: Scope): boolean {
  try {
    return lookUp(path, scope).found;
  } catch (error) {
    if (error instanceof RuntimeError) return false;
    throw error;
  }
}

function operandAt(path: string, scope: Scope): Json {
  const place = lookUp(path, scope);
  if (place.found) return place.value;
  throw new RuntimeError(
    `Invalid path '${path}': The choice state's condition path references an invalid value.`,
  );
}
