import { Unanswered } from './failures';
import type { Requests } from './request';

/** Where the edge saw the request come from. */
export interface Whereabouts {
  /** ISO 3166-1 alpha-2: `DE`; undefined where the edge does not know. */
  readonly country: string | undefined;
  readonly phone: boolean;
}

/** Codes that stand for no country: user-assigned ones that edges and databases use for "unknown". */
const NOWHERE = new Set(['XX', 'ZZ', 'T1']);

/** @throws Unanswered, Refused */
export async function fetchWhereabouts(requests: Requests): Promise<Whereabouts> {
  const answer = await requests.get('/edge/whereami', 'no-store');
  if (!answer) throw new Unanswered('The edge does not say where this is.');
  const country = answer.optionalText('country')?.toUpperCase() ?? '';
  return {
    country: /^[A-Z]{2}$/.test(country) && !NOWHERE.has(country) ? country : undefined,
    phone: answer.optionalText('device') === 'phone',
  };
}
