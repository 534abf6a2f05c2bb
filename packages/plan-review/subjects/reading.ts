import { type Difference, isUnset } from '../plan/differences';
import type { ResourceChange } from '../plan/terraform-plan';
import { SAFEGUARDS } from '../safeguards/safeguards';
import { attributeLines } from './attribute-lines';
import { readPolicies } from './permissions';
import type { Reading } from './subject';
import { SUBJECTS } from './subjects';

/** A change in the words of what it is about: states, statements, fields, headers; attributes for all the rest. */
export function readChange(
  change: ResourceChange,
  found: readonly Difference[],
  isNewHolder: boolean,
): Reading {
  const { isSame, ...reading } = readingOf(change, found, isNewHolder);
  const lost = SAFEGUARDS.flatMap((lostBy) => lostBy(change));
  return {
    lines: reading.lines,
    warnings: [...new Set([...reading.warnings, ...lost])],
    ...(isSame && { isSame }),
  };
}

function readingOf(change: ResourceChange, found: readonly Difference[], isNewHolder: boolean): Reading {
  const subject = SUBJECTS.find(({ types }) => types.includes(change.type));
  const policies = readPolicies(change, isNewHolder);
  if (change.action === 'create' || change.action === 'delete') {
    const reading = subject?.readsAllOf && subject.read(change, isNewHolder);
    return {
      lines: [...(reading ? reading.lines : []), ...policies.lines],
      warnings: [...(reading ? reading.warnings : []), ...policies.warnings],
    };
  }
  const reading = subject?.read(change, isNewHolder);
  const untold = found.filter(
    ({ path }) =>
      !(reading && reading.lines.length > 0 && subject?.tells.test(path)) &&
      !policies.attributes.has(path.replace(/[.[ ].*$/, '')),
  );
  return {
    lines: [...(reading?.lines ?? []), ...policies.lines, ...attributeLines(untold)],
    warnings: [...(reading?.warnings ?? []), ...policies.warnings],
    ...(policies.isSame && untold.every(isUnset) && !reading && { isSame: true }),
  };
}
