import { type Fields, field } from '../request/fields';

/** The headers for revalidating a stored response; empty where it has no validator. */
export function validators(fields: Fields): Fields {
  const etag = field(fields, 'etag');
  const modified = field(fields, 'last-modified');
  return new Map([
    ...(etag ? [['if-none-match', [etag]] as const] : []),
    ...(modified ? [['if-modified-since', [modified]] as const] : []),
  ]);
}
