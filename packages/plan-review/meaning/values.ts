import { isEmpty } from '../plan/differences';
import type { Json } from '../plan/json';
import { SECRET_IN_CLEAR, SENSITIVE, SENSITIVE_CHANGED, UNKNOWN } from '../plan/masking';

const MARKS: readonly unknown[] = [SECRET_IN_CLEAR, SENSITIVE, SENSITIVE_CHANGED, UNKNOWN];

/** Longer values are cut: who wants all of it has the plan. */
const LONGEST = 120;

/** A value as a reviewer reads it, on one line. */
export function shown(value: Json | undefined): string {
  if (MARKS.includes(value)) return String(value);
  if (isEmpty(value)) return '(not set)';
  const text = JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length} characters)`;
}
