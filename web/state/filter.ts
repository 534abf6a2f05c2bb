import type { Apartment } from '../api/apartments';

/** The guest's filter. */
export interface ApartmentFilter {
  /** One complex, or undefined for all. */
  readonly complexId: string | undefined;
  readonly vacantOnly: boolean;
}

/** The filter in the page's address, so that it survives a reload and can be sent to a friend. */
export function filterFrom(search: string): ApartmentFilter {
  const query = new URLSearchParams(search);
  return { complexId: query.get('complex') || undefined, vacantOnly: query.has('vacant') };
}

/** `?complex=harbour-court&vacant`, or nothing. */
export function searchOf({ complexId, vacantOnly }: ApartmentFilter): string {
  const complex = complexId ? [`complex=${encodeURIComponent(complexId)}`] : [];
  const terms = vacantOnly ? [...complex, 'vacant'] : complex;
  return terms.length > 0 ? `?${terms.join('&')}` : '';
}

/**
 * The ids to show. An apartment that is shown stays until the filter changes, even when somebody reserves it: if
 * it disappeared, the guest might press the button of the next one by mistake.
 */
export function shownIds(
  apartments: readonly Apartment[],
  filter: ApartmentFilter,
  shownBefore: ReadonlySet<string>,
  mine: ReadonlySet<string>,
): ReadonlySet<string> {
  const fits = ({ id, complexId, bookedStatus }: Apartment) =>
    (filter.complexId === undefined || complexId === filter.complexId) &&
    (!filter.vacantOnly || bookedStatus === 'VACANT' || shownBefore.has(id) || mine.has(id));
  return new Set(apartments.filter(fits).map(({ id }) => id));
}
