import { BlockList, isIP, isIPv6 } from 'node:net';
import { contextValues, matchesArn, matchesText, type RequestContext, substituted } from './pattern';
import type { Condition } from './policy';

/** Whether one value of the request is met by one value of the policy. */
type Test = (requested: string, wanted: string, context: RequestContext) => boolean;

const filledIn =
  (test: (requested: string, wanted: string) => boolean): Test =>
  (requested, wanted, context) => {
    const value = substituted(wanted, context);
    return value !== undefined && test(requested, value);
  };

const numeric = (test: (requested: number, wanted: number) => boolean): Test =>
  filledIn((requested, wanted) => test(Number(requested), Number(wanted)));

const date = (test: (requested: number, wanted: number) => boolean): Test =>
  filledIn((requested, wanted) => test(instant(requested), instant(wanted)));

const equalsText = filledIn((requested, wanted) => requested === wanted);
const equalsTextInAnyCase = filledIn((requested, wanted) => requested.toLowerCase() === wanted.toLowerCase());
const equalsNumber = numeric((requested, wanted) => requested === wanted);
const equalsDate = date((requested, wanted) => requested === wanted);
const like: Test = (requested, wanted, context) => matchesText(wanted, requested, context);
const arnLike: Test = (requested, wanted, context) => matchesArn(wanted, requested, context);
const inRange = filledIn(inAddressRange);

/** `negated` operators hold when no value of the policy meets the request's, and when the key is missing. */
interface Operator {
  readonly test: Test;
  readonly negated: boolean;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS = new Map<string, Operator>([
  ['stringequals', { test: equalsText, negated: false }],
  ['stringnotequals', { test: equalsText, negated: true }],
  ['stringequalsignorecase', { test: equalsTextInAnyCase, negated: false }],
  ['stringnotequalsignorecase', { test: equalsTextInAnyCase, negated: true }],
  ['stringlike', { test: like, negated: false }],
  ['stringnotlike', { test: like, negated: true }],
  ['arnequals', { test: arnLike, negated: false }],
  ['arnnotequals', { test: arnLike, negated: true }],
  ['arnlike', { test: arnLike, negated: false }],
  ['arnnotlike', { test: arnLike, negated: true }],
  ['bool', { test: equalsTextInAnyCase, negated: false }],
  ['numericequals', { test: equalsNumber, negated: false }],
  ['numericnotequals', { test: equalsNumber, negated: true }],
  ['numericlessthan', { test: numeric((requested, wanted) => requested < wanted), negated: false }],
  ['numericlessthanequals', { test: numeric((requested, wanted) => requested <= wanted), negated: false }],
  ['numericgreaterthan', { test: numeric((requested, wanted) => requested > wanted), negated: false }],
  ['numericgreaterthanequals', { test: numeric((requested, wanted) => requested >= wanted), negated: false }],
  ['dateequals', { test: equalsDate, negated: false }],
  ['datenotequals', { test: equalsDate, negated: true }],
  ['datelessthan', { test: date((requested, wanted) => requested < wanted), negated: false }],
  ['datelessthanequals', { test: date((requested, wanted) => requested <= wanted), negated: false }],
  ['dategreaterthan', { test: date((requested, wanted) => requested > wanted), negated: false }],
  ['dategreaterthanequals', { test: date((requested, wanted) => requested >= wanted), negated: false }],
  ['ipaddress', { test: inRange, negated: false }],
  ['notipaddress', { test: inRange, negated: true }],
]);

/** Whether the request meets the condition; `unknown` if its operator is none that is known here. */
export function meets(condition: Condition, context: RequestContext): boolean | 'unknown' {
  const requested = contextValues(context, condition.key);
  if (condition.operator.toLowerCase() === 'null') {
    return condition.values.some((value) => (value === 'true') === (requested === undefined));
  }
  const [, quantifier, name = '', ifExists] =
    /^(?:(\w+):)?(\w+?)(IfExists)?$/i.exec(condition.operator) ?? [];
  const operator = OPERATORS.get(name.toLowerCase());
  if (!operator) return 'unknown';
  const meetsOne = (value: string): boolean =>
    operator.negated !== condition.values.some((wanted) => operator.test(value, wanted, context));
  // The quantifiers decide about a missing key by themselves, whatever IfExists says.
  switch (quantifier?.toLowerCase()) {
    case 'forallvalues':
      return (requested ?? []).every(meetsOne);
    case 'foranyvalue':
      return (requested ?? []).some(meetsOne);
    case undefined:
      return requested === undefined ? operator.negated || ifExists !== undefined : requested.some(meetsOne);
    default:
      return 'unknown';
  }
}

/** ISO 8601, or seconds since the epoch. */
function instant(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function inAddressRange(requested: string, range: string): boolean {
  const [network = '', prefix] = range.split('/');
  if (isIP(network) === 0 || isIP(requested) !== isIP(network)) return false;
  const family = isIPv6(network) ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(network, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
  return list.check(requested, family);
}
