import { TransientError } from './errors';
import type { HttpClient } from './http-client';

/** What the edge knows of the viewer. */
export interface ViewerInfo {
  /** ISO 3166-1 alpha-2: `DE`; undefined where the edge does not know. */
  readonly country: string | undefined;
  readonly phone: boolean;
}

/** Codes that edges and databases use for "unknown". */
const UNKNOWN_COUNTRIES = new Set(['XX', 'ZZ', 'T1']);

/** @throws TransientError, PermanentError */
export async function fetchViewerInfo(http: HttpClient): Promise<ViewerInfo> {
  const answer = await http.get('/edge/whereami', 'no-store');
  if (!answer) throw new TransientError('The edge does not know this viewer.');
  const country = answer.optionalText('country')?.toUpperCase() ?? '';
  return {
    country: /^[A-Z]{2}$/.test(country) && !UNKNOWN_COUNTRIES.has(country) ? country : undefined,
    phone: answer.optionalText('device') === 'phone',
  };
}
