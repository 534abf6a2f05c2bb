/** `*` for any run of characters, `?` for one. */
export function matchesPattern(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

type Test = (expected: string, actual: string) => boolean;

const equals: Test = (expected, actual) => expected === actual;
const numbers =
  (compare: (actual: number, expected: number) => boolean): Test =>
  (expected, actual) =>
    compare(Number(actual), Number(expected));

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: (expected, actual) => expected.toLowerCase() === actual.toLowerCase(),
  StringLike: matchesPattern,
  ArnEquals: matchesPattern,
  ArnLike: matchesPattern,
  Bool: (expected, actual) => expected.toLowerCase() === actual.toLowerCase(),
  NumericEquals: numbers((actual, expected) => actual === expected),
  NumericLessThan: numbers((actual, expected) => actual < expected),
  NumericLessThanEquals: numbers((actual, expected) => actual <= expected),
  NumericGreaterThan: numbers((actual, expected) => actual > expected),
  NumericGreaterThanEquals: numbers((actual, expected) => actual >= expected),
};

const NEGATED: Readonly<Record<string, Test>> = {
  StringNotEquals: equals,
  StringNotLike: matchesPattern,
  ArnNotEquals: matchesPattern,
  ArnNotLike: matchesPattern,
};

export function supportedOperator(operator: string): boolean {
  const plain = withoutIfExists(operator);
  return plain in TESTS || plain in NEGATED;
}

/**
 * Whether a condition holds for the value that the request has. Without a value a plain operator does not
 * hold, a negated one does, and `…IfExists` does.
 */
export function holds(operator: string, expected: readonly string[], actual: string | undefined): boolean {
  const plain = withoutIfExists(operator);
  const negated = NEGATED[plain];
  if (actual === undefined) return negated !== undefined || plain !== operator;
  if (negated) return !expected.some((one) => negated(one, actual));
  const test = TESTS[plain];
  return test !== undefined && expected.some((one) => test(one, actual));
}

function withoutIfExists(operator: string): string {
  return operator.replace(/IfExists$/, '');
}
