import { GROUPS, type Group, kindOf } from '../meaning/kinds';
import { RISKS, type Risk } from '../meaning/risk';
import type { Entry, Review } from '../model';
import type { Action } from '../plan/terraform-plan';
import { isFolded, plural } from './words';

/** Changes that are told together: of one kind, with nothing to say but their names. */
export interface Item {
  readonly action: Action;
  readonly risk: Risk;
  /** How many changes it tells of. */
  readonly count: number;
  readonly title: string;
  /** How many settings it is made with, which are not told one by one. */
  readonly settings: number;
  /** Undefined for several. */
  readonly entry: Entry | undefined;
}

/** What is to be told of each chapter, the riskiest first. What is folded is not among it. */
export function listing({ entries }: Review): Map<Group, Item[]> {
  const chapters = new Map<Group, Item[]>();
  for (const group of GROUPS) {
    const items = itemsOf(entries.filter((entry) => entry.group === group && !isFolded(entry)));
    if (items.length > 0) chapters.set(group, items);
  }
  return chapters;
}

function itemsOf(entries: readonly Entry[]): Item[] {
  const plain = new Map<string, Entry[]>();
  const items: Item[] = [];
  for (const entry of entries) {
    const { lines, forced, circumstances, risk } = entry;
    const hasMore = [lines, forced, circumstances].some(({ length }) => length > 0) || risk !== 'routine';
    if (hasMore) items.push({ ...entry, count: 1, entry });
    else {
      const key = `${entry.action} ${entry.address.split('.')[0]}`;
      plain.set(key, [...(plain.get(key) ?? []), entry]);
    }
  }
  for (const alike of plain.values()) items.push(...together(alike));
  return items.sort((one, other) => RISKS.indexOf(other.risk) - RISKS.indexOf(one.risk));
}

function together(alike: readonly Entry[]): Item[] {
  const [first] = alike;
  if (!first) return [];
  if (alike.length === 1) return [{ ...first, count: 1, entry: first }];
  const { noun } = kindOf(first.address.split('.')[0] ?? '');
  const names = alike.map(({ title }) => title.slice(noun.length + 1));
  const { action, risk } = first;
  return [
    {
      action,
      risk,
      count: alike.length,
      title: `${plural(alike.length, noun)}: ${names.join(', ')}`,
      settings: alike.reduce((sum, { settings }) => sum + settings, 0),
      entry: undefined,
    },
  ];
}
