import { shownChange } from '../meaning/values';
import { type Difference, isUnset } from '../plan/differences';
import { UNKNOWN } from '../plan/unknown';
import type { Line } from './subject';

/** Attribute by attribute; what only AWS can know, and what is only written in another way, is counted. */
export function attributeLines(found: readonly Difference[], prefix = ''): Line[] {
  const unknown = found.filter(({ after }) => after === UNKNOWN);
  const unset = found.filter(isUnset);
  const told = found.filter((each) => !unknown.includes(each) && !unset.includes(each));
  return [
    ...told.map(
      ({ path, before, after }): Line => ({
        sign: '~',
        text: `${prefix}${path} ${shownChange(before, after)}`,
      }),
    ),
    ...counted(unknown, `${prefix}known only after apply`),
    ...counted(unset, `${prefix}not set, as before, in other words`),
  ];
}

function counted(found: readonly Difference[], what: string): Line[] {
  if (found.length === 0) return [];
  return [{ sign: ' ', text: `${what}: ${found.map(({ path }) => path).join(', ')}` }];
}
