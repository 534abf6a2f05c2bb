import type { Fields } from '../request/fields';

/** A response on its way from an origin, the cache or a function to the viewer. */
export interface EdgeResponse {
  readonly statusCode: number;
  readonly statusText: string;
  readonly fields: Fields;
  readonly body: Buffer;
}
