import type { Apartment } from '../api/apartments';

/** What the guest wants to see. */
export interface Filter {
  /** One complex, or undefined for all. */
  readonly complexId: string | undefined;
  readonly vacantOnly: boolean;
}

/** The filter in the page's address, so that it survives a reload and can be sent to a friend. */
export function filterFrom(search: string): Filter {
  const query = new URLSearchParams(search);
  return { complexId: query.get('complex') || undefined, vacantOnly: query.has('vacant') };
}

/** `?complex=harbour-court&vacant`, or nothing. */
export function searchOf({ complexId, vacantOnly }: Filter): string {
  const complex = complexId ? [`complex=${encodeURIComponent(complexId)}`] : [];
  const terms = vacantOnly ? [...complex, 'vacant'] : complex;
  return terms.length > 0 ? `?${terms.join('&')}` : '';
}

/**
 * The ids to show. What is shown stays until the filter changes, even when somebody reserves it: a list that
 * closes up by itself puts the next apartment's button under a finger that meant this one's.
 */
export function shownIds(
  apartments: readonly Apartment[],
  filter: Filter,
  shownBefore: ReadonlySet<string>,
  mine: ReadonlySet<string>,
): ReadonlySet<string> {
  const fits = ({ id, complexId, bookedStatus }: Apartment) =>
    (filter.complexId === undefined || complexId === filter.complexId) &&
    (!filter.vacantOnly || bookedStatus === 'VACANT' || shownBefore.has(id) || mine.has(id));
  return new Set(apartments.filter(fits).map(({ id }) => id));
}
