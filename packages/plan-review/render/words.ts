import type { Group } from '../meaning/kinds';
import type { Noise } from '../meaning/noise';
import type { Counts, Entry, Review } from '../model';
import type { Action } from '../plan/terraform-plan';
import { isEmptyReview } from '../review';

export const HEADINGS: Readonly<Record<Group, string>> = {
  data: 'Data',
  workflow: 'Workflow',
  permissions: 'Permissions',
  api: 'API',
  edge: 'Edge',
  functions: 'Functions',
  observability: 'Observability',
  rest: 'Everything else',
};

export const VERBS: Readonly<Record<Action, string>> = {
  create: 'add',
  update: 'change',
  replace: 'REPLACE',
  delete: 'destroy',
  move: 'move',
  import: 'import',
  forget: 'forget',
};

export const SIGNS: Readonly<Record<Action, string>> = {
  create: '+',
  update: '~',
  replace: '±',
  delete: '-',
  move: '→',
  import: '↓',
  forget: '×',
};

/** `2 to add, 1 to change, 1 to REPLACE, 0 to destroy`: a replacement is neither an addition nor a change. */
export function headline(review: Review): string {
  if (isEmptyReview(review) && review.error === undefined) return 'nothing to change';
  const { add, change, replace, destroy, ...rare }: Counts = review.counts;
  const parts = [`${add} to add`, `${change} to change`, `${replace} to REPLACE`, `${destroy} to destroy`];
  for (const [what, count] of Object.entries(rare)) if (count > 0) parts.push(`${count} to ${what}`);
  if (review.outputs.length > 0) parts.push(plural(review.outputs.length, 'output'));
  return parts.join(', ');
}

/** The verdict in a sentence or two. */
export function verdict(review: Review): string {
  const { unmanaged } = review.drift;
  const strange = unmanaged.length > 0 ? ' On AWS there is what nobody has declared: see the drift.' : '';
  return verdictOfChanges(review) + strange;
}

function verdictOfChanges(review: Review): string {
  const { forbidden, warnings, risk, environment } = review;
  const seen = warnings.length > 0 ? ` ${plural(warnings.length, 'warning')} below.` : '';
  if (forbidden.length > 0)
    return `FORBIDDEN: ${plural(forbidden.length, 'change')} would destroy what ${environment} cannot lose. Nothing of this plan may be applied.${seen}`;
  if (review.error !== undefined)
    return `FAILED: Terraform could not plan to the end; nothing can be applied.${seen}`;
  if (isEmptyReview(review)) return `${environment} is as the code says.`;
  const left = unjudgedOf(review).length;
  const more = left > 0 ? ` ${plural(left, 'change')} not judged: read ${it(left)} yourself.` : '';
  if (risk === 'high') return `HIGH RISK: read every change marked "!" before you agree.${seen}${more}`;
  if (left > 0)
    return `NOT JUDGED: ${plural(left, 'change')} of what this review does not know: read ${it(left)} yourself.`;
  if (risk === 'notable')
    return 'NOTABLE: changes in how the system behaves; none is known to lose data, widen access or weaken protection.';
  return 'ROUTINE: nothing here loses data, widens access or weakens protection.';
}

function it(count: number): string {
  return count === 1 ? 'it' : 'them';
}

/** The changes of which nobody has judged all. */
export function unjudgedOf({ entries }: Review): Entry[] {
  return entries.filter(({ unjudged }) => unjudged !== undefined);
}

/** What of a change nobody has judged, to end a sentence with. */
export function unjudgedWords({ address, unjudged }: Entry): string {
  if (unjudged === 'type') return `resources of type ${typeOf(address)}`;
  return `${(unjudged ?? []).join(', ')} of ${typeOf(address)}`;
}

function typeOf(address: string): string {
  return /([a-z0-9]+(?:_[a-z0-9]+)+)\.[\w-]+(\[.*\])?$/.exec(address)?.[1] ?? address;
}

/** `12 settings`, of what is new. */
export function settingsWords({
  settings,
  action,
}: {
  readonly settings: number;
  readonly action: Action;
}): string {
  return action === 'create' && settings > 0 ? ` (${plural(settings, 'setting')})` : '';
}

export function plural(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  if (/[^aeiou]y$/.test(noun)) return `${count} ${noun.slice(0, -1)}ies`;
  if (noun.startsWith('file of')) return `${count} files${noun.slice(4)}`;
  if (noun.startsWith('permission to')) return `${count} permissions${noun.slice(10)}`;
  if (/[^s]s$/.test(noun)) return `${count} ${noun}`;
  return `${count} ${noun}${/(s|x|ch)$/.test(noun) ? 'es' : 's'}`;
}

/** How many changes are folded, by what they amount to: `3 only tags, 2 only code`. */
export function folded(entries: readonly Entry[]): string {
  const counts = new Map<Noise, number>();
  for (const { noise } of entries) if (noise) counts.set(noise, (counts.get(noise) ?? 0) + 1);
  return [...counts].map(([noise, count]) => `${count} ${noise}`).join(', ');
}

export function isFolded({ noise, risk }: Entry): boolean {
  return noise !== undefined && risk === 'routine';
}

export const MARKS = { forbidden: '!!', high: '!', unjudged: '?', notable: '', routine: '' } as const;
