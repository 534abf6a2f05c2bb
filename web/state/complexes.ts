import type { Apartment } from '../api/apartments';

export interface Complex {
  readonly id: string;
  /** `Harbour Court`, made from the id `harbour-court`: the catalog has no other name. */
  readonly name: string;
  /** In the order of their names, numbers by value: Quay 2 before Quay 10. */
  readonly apartments: readonly Apartment[];
}

const byName = new Intl.Collator('en', { numeric: true });

export function complexesOf(apartments: readonly Apartment[]): Complex[] {
  const byComplex = new Map<string, Apartment[]>();
  for (const apartment of apartments) {
    const members = byComplex.get(apartment.complexId);
    if (members) members.push(apartment);
    else byComplex.set(apartment.complexId, [apartment]);
  }
  return [...byComplex]
    .map(([id, members]) => ({
      id,
      name: complexName(id),
      apartments: members.sort((a, b) => byName.compare(a.name, b.name)),
    }))
    .sort((a, b) => byName.compare(a.name, b.name));
}

export function complexName(complexId: string): string {
  const words = complexId.split(/[-_]+/).filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || complexId;
}

export function vacantCount(apartments: readonly Apartment[]): number {
  return apartments.filter(({ bookedStatus }) => bookedStatus === 'VACANT').length;
}
