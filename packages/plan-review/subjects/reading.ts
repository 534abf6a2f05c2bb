import { shown } from '../meaning/values';
import type { Difference } from '../plan/differences';
import { UNKNOWN } from '../plan/masking';
import type { ResourceChange } from '../plan/terraform-plan';
import { SAFEGUARDS } from '../safeguards/safeguards';
import type { Line, Reading } from './subject';
import { SUBJECTS } from './subjects';

/** A change in the words of what it is about: states, statements, fields, headers; attributes for all the rest. */
export function readChange(
  change: ResourceChange,
  found: readonly Difference[],
  isNewHolder: boolean,
): Reading {
  const reading = readingOf(change, found, isNewHolder);
  const lost = SAFEGUARDS.flatMap((lostBy) => lostBy(change));
  return { ...reading, warnings: [...new Set([...reading.warnings, ...lost])] };
}

function readingOf(change: ResourceChange, found: readonly Difference[], isNewHolder: boolean): Reading {
  const subject = SUBJECTS.find(({ types }) => types.includes(change.type));
  if (change.action === 'create' || change.action === 'delete') {
    const reading = subject?.readsAllOf && subject.read(change, isNewHolder);
    return reading || { lines: [], warnings: [] };
  }
  const reading = subject?.read(change, isNewHolder);
  if (!subject || !reading) return { lines: attributeLines(found), warnings: [] };
  const lines = attributeLines(found.filter(({ path }) => !subject.tells.test(path)));
  if (lines.length === 0) return reading;
  return { lines: [...reading.lines, ...lines], warnings: reading.warnings };
}

/** Attribute by attribute; what only AWS can know is left out, unless there is nothing else to say. */
function attributeLines(found: readonly Difference[]): Line[] {
  const told = found.filter(({ after }) => after !== UNKNOWN);
  return (told.length > 0 ? told : found).map(({ path, before, after }) => ({
    sign: '~',
    text: `${path} ${shown(before)} → ${shown(after)}`,
  }));
}
