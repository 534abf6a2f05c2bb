import { isEmpty } from '../plan/differences';
import type { Json } from '../plan/json';
import { hiddenBy } from '../plan/secrets';
import { UNKNOWN } from '../plan/unknown';

/** Longer values are cut: who wants all of it has the plan. */
const LONGEST = 120;

/** What stands where a value is hidden. */
export const SENSITIVE = '(sensitive value)';
export const SECRET_IN_CLEAR = '(looks like a secret: not shown)';

/** A value as a reviewer reads it, on one line. */
export function shown(value: Json | undefined): string {
  const hidden = hiddenBy(value);
  if (hidden) return hidden === 'sensitive' ? SENSITIVE : SECRET_IN_CLEAR;
  if (value === UNKNOWN) return UNKNOWN;
  if (isEmpty(value)) return '(not set)';
  const text = JSON.stringify(value, (_, part: unknown) => (hiddenBy(part) ? shown(part as string) : part));
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length} characters)`;
}

/** From what to what. Of two secrets only that they are not the same. */
export function shownChange(before: Json | undefined, after: Json | undefined): string {
  const [from, to] = [shown(before), shown(after)];
  if (from !== to) return `${from} → ${to}`;
  if (hiddenBy(after)) return `${from} → (another ${to.slice(1)}`;
  return isEmpty(after)
    ? `${spelled(before)} → ${spelled(after)}`
    : `${from} → (another that is shown alike)`;
}

function spelled(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
