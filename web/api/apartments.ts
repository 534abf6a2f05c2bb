import { TransientError } from './errors';
import type { HttpClient } from './http-client';
import type { JsonFields } from './json-fields';

export const BOOKED_STATUSES = ['VACANT', 'RESERVED', 'PAID'] as const;
export type BookedStatus = (typeof BOOKED_STATUSES)[number];

export interface Price {
  /** In minor units: 12900 is 129.00. */
  readonly amount: number;
  /** ISO 4217: `EUR` */
  readonly currency: string;
}

export interface Apartment {
  readonly id: string;
  readonly complexId: string;
  readonly name: string;
  readonly description: string;
  readonly bedrooms: number;
  readonly price: Price;
  readonly bookedStatus: BookedStatus;
  /** While RESERVED: when it is vacant again if nobody pays (ISO 8601). */
  readonly holdExpiresAt: string | undefined;
  /** Not for sale: nobody new can reserve it. */
  readonly withdrawn: boolean;
}

export interface Offers {
  readonly apartments: readonly Apartment[];
  /** Staff have stopped all new reservations. */
  readonly holdsStopped: boolean;
}

/** All pages are fetched on every refresh; nobody scrolls through a longer list than this. */
const MOST_PAGES = 20;

/**
 * All apartments, page by page. Every guest requests the same URLs, whatever their filter, so the edge answers
 * all of them from one call of the catalog.
 * @throws TransientError, PermanentError
 */
export async function fetchOffers(http: HttpClient): Promise<Offers> {
  const apartments: Apartment[] = [];
  let holdsStopped = false;
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const path = `/api/apartments?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;
    const answer = await http.get(path, 'no-cache');
    if (!answer) throw new TransientError('The list of apartments is not available at the moment.');
    apartments.push(...answer.list('items').map(apartmentOf));
    holdsStopped = answer.flag('holdsStopped');
    cursor = answer.optionalText('nextCursor');
    if (!cursor) break;
  }
  return { apartments, holdsStopped };
}

/** One apartment as it is now; undefined where there is none. @throws TransientError, PermanentError */
export async function fetchApartment(http: HttpClient, id: string): Promise<Apartment | undefined> {
  const answer = await http.get(`/api/apartments/${encodeURIComponent(id)}`, 'no-cache');
  return answer && apartmentOf(answer);
}

function apartmentOf(fields: JsonFields): Apartment {
  const price = fields.object('price');
  return {
    id: fields.text('id'),
    complexId: fields.text('complexId'),
    name: fields.text('name'),
    description: fields.optionalText('description') ?? '',
    bedrooms: fields.number('bedrooms'),
    price: { amount: price.number('amount'), currency: price.text('currency') },
    bookedStatus: fields.word('bookedStatus', BOOKED_STATUSES),
    holdExpiresAt: fields.optionalText('holdExpiresAt'),
    withdrawn: fields.flag('withdrawn'),
  };
}
