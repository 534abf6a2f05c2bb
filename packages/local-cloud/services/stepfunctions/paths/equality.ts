import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../../core/json';

/** Whether two JSON values are the same, whatever the order of their keys. */
export function sameJson(left: Json, right: Json): boolean {
  return left === right || isDeepStrictEqual(left, right);
}
