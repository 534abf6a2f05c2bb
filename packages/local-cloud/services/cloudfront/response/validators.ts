import { type Fields, field } from '../request/fields';

/** The headers with which an origin is asked whether a stored response is still right; empty where it cannot be asked. */
export function validators(fields: Fields): Fields {
  const etag = field(fields, 'etag');
  const modified = field(fields, 'last-modified');
  return new Map([
    ...(etag ? [['if-none-match', [etag]] as const] : []),
    ...(modified ? [['if-modified-since', [modified]] as const] : []),
  ]);
}
