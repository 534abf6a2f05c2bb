import type { Fields } from '../request/fields';
import type { EdgeResponse } from '../response/edge-response';
import type { Exchange } from './exchange';

/** A request that the cache could not answer. */
export interface OriginCall {
  readonly exchange: Exchange;
  /** Headers that ask whether a stored response is still right; empty where nothing is stored. */
  readonly validators: Fields;
  /** False where the behavior caches nothing: then the viewer's own conditions and ranges go to the origin. */
  readonly caching: boolean;
}

/** Gets an origin's answer. Never rejects: an origin that cannot be reached is a 502, one that is too slow a 504. */
export type OriginFetch = (call: OriginCall) => Promise<EdgeResponse>;
