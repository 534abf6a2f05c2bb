import { CONDITION_OPERATORS, type ConditionOperator } from './condition-operators';
import { all, any, contextValues, type Match, NotUnderstood, not, type RequestContext } from './context';
import type { Condition } from './statement';

/** `ForAllValues:StringEqualsIfExists`, taken apart. */
interface Operator {
  readonly quantifier: 'forallvalues' | 'foranyvalue' | undefined;
  readonly of: ConditionOperator;
  readonly ifExists: boolean;
}

/** Whether the call meets the condition. */
export function meets(condition: Condition, context: RequestContext): Match {
  const { key, values: wanted } = condition;
  const operator = isNull(condition) ? 'null' : operatorNamed(condition.operator);
  if (!operator) return new NotUnderstood(`${condition.operator} is not known locally`);
  const requested = contextValues(context, key);
  if (requested instanceof NotUnderstood) return requested;
  if (operator === 'null') return any(wanted.map((value) => meetsNull(value, requested)));
  const { quantifier, of, ifExists } = operator;
  const meetsOne = (value: string): Match => {
    const met = any(wanted.map((each) => of.test(value, each, context)));
    return of.negated ? not(met) : met;
  };
  switch (quantifier) {
    case 'forallvalues':
      return all(requested.map(meetsOne));
    case 'foranyvalue':
      return any(requested.map(meetsOne));
    case undefined: {
      const [only, ...more] = requested;
      if (only === undefined) return of.negated || ifExists;
      return more.length === 0 ? meetsOne(only) : severalValues(key);
    }
  }
}

/** Whether an operator is one that is evaluated here. */
export function isKnownOperator(name: string): boolean {
  return name.toLowerCase() === 'null' || operatorNamed(name) !== undefined;
}

function operatorNamed(operator: string): Operator | undefined {
  const [, quantifier, name = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/i.exec(operator) ?? [];
  const of = CONDITION_OPERATORS.get(name.toLowerCase());
  return of && { quantifier: quantifierNamed(quantifier), of, ifExists: ifExists !== undefined };
}

function quantifierNamed(name: string | undefined): Operator['quantifier'] {
  const lower = name?.toLowerCase();
  return lower === 'forallvalues' || lower === 'foranyvalue' ? lower : undefined;
}

function isNull({ operator }: Condition): boolean {
  return operator.toLowerCase() === 'null';
}

function meetsNull(value: string, requested: readonly string[]): Match {
  if (!/^(true|false)$/i.test(value)) return new NotUnderstood(`Null asks for true or false, not ${value}`);
  return (value.toLowerCase() === 'true') === (requested.length === 0);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html */
function severalValues(key: string): NotUnderstood {
  return new NotUnderstood(`${key} has several values, which need ForAllValues or ForAnyValue`);
}
