import { problem } from './response.mjs';

/** Viewer request of /payments/* for as long as nothing stands behind it. */
export function handler() {
  return problem(503, 'Service Unavailable', 'Payments are not open yet. The hold lasts until its deadline.');
}
