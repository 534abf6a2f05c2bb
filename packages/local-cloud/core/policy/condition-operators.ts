import { BlockList, isIP, isIPv6 } from 'node:net';
import { isLikeArn } from './arn';
import { type Match, NotUnderstood, type RequestContext } from './context';
import { filledText, isLike } from './variables';

/** Whether one value of the call is met by one value of the policy. */
type Test = (requested: string, wanted: string, context: RequestContext) => Match;

/** `negated` operators are met when no value of the policy meets the call's, and when the key has no value. */
export interface ConditionOperator {
  readonly test: Test;
  readonly negated: boolean;
}

const filledIn =
  (test: (requested: string, wanted: string) => Match): Test =>
  (requested, wanted, context) => {
    const value = filledText(wanted, context);
    return typeof value === 'string' ? test(requested, value) : (value ?? false);
  };

/** Compares what texts stand for; a text of the policy that stands for nothing is not understood. */
const compared =
  (what: string, read: (text: string) => number, test: (requested: number, wanted: number) => boolean) =>
  (negated = false): ConditionOperator => ({
    negated,
    test: filledIn((requested, text) => {
      const wanted = read(text);
      return Number.isNaN(wanted)
        ? new NotUnderstood(`${text} is no ${what}`)
        : test(read(requested), wanted);
    }),
  });

const number = (test: (requested: number, wanted: number) => boolean) => compared('number', Number, test);
const date = (test: (requested: number, wanted: number) => boolean) => compared('date', instant, test);

const sameText = filledIn((requested, wanted) => requested === wanted);
const sameTextInAnyCase = filledIn((requested, wanted) => requested.toLowerCase() === wanted.toLowerCase());
const like: Test = (requested, wanted, context) => isLike(wanted, requested, context);
const likeArn: Test = (requested, wanted, context) => isLikeArn(wanted, requested, context);
const inRange = filledIn(isInAddressRange);

const equal = (requested: number, wanted: number) => requested === wanted;
const less = (requested: number, wanted: number) => requested < wanted;
const atMost = (requested: number, wanted: number) => requested <= wanted;
const greater = (requested: number, wanted: number) => requested > wanted;
const atLeast = (requested: number, wanted: number) => requested >= wanted;

/**
 * By their names in small letters
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
 */
export const CONDITION_OPERATORS: ReadonlyMap<string, ConditionOperator> = new Map([
  ['stringequals', { test: sameText, negated: false }],
  ['stringnotequals', { test: sameText, negated: true }],
  ['stringequalsignorecase', { test: sameTextInAnyCase, negated: false }],
  ['stringnotequalsignorecase', { test: sameTextInAnyCase, negated: true }],
  ['stringlike', { test: like, negated: false }],
  ['stringnotlike', { test: like, negated: true }],
  ['arnequals', { test: likeArn, negated: false }],
  ['arnnotequals', { test: likeArn, negated: true }],
  ['arnlike', { test: likeArn, negated: false }],
  ['arnnotlike', { test: likeArn, negated: true }],
  ['bool', { test: sameTextInAnyCase, negated: false }],
  ['numericequals', number(equal)()],
  ['numericnotequals', number(equal)(true)],
  ['numericlessthan', number(less)()],
  ['numericlessthanequals', number(atMost)()],
  ['numericgreaterthan', number(greater)()],
  ['numericgreaterthanequals', number(atLeast)()],
  ['dateequals', date(equal)()],
  ['datenotequals', date(equal)(true)],
  ['datelessthan', date(less)()],
  ['datelessthanequals', date(atMost)()],
  ['dategreaterthan', date(greater)()],
  ['dategreaterthanequals', date(atLeast)()],
  ['ipaddress', { test: inRange, negated: false }],
  ['notipaddress', { test: inRange, negated: true }],
]);

/** ISO 8601, or seconds since the epoch. */
function instant(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function isInAddressRange(requested: string, range: string): Match {
  const [network = '', prefix] = range.split('/');
  if (isIP(network) === 0) return new NotUnderstood(`${range} is no range of IP addresses`);
  if (isIP(requested) !== isIP(network)) return false;
  const family = isIPv6(network) ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  const longest = family === 'ipv6' ? 128 : 32;
  const bits = Number(prefix ?? longest);
  if (!Number.isInteger(bits) || bits < 0 || bits > longest)
    return new NotUnderstood(`${range} is no range of IP addresses`);
  list.addSubnet(network, bits, family);
  return list.check(requested, family);
}
