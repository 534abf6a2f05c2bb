import { type Difference, isUnset } from '../plan/differences';
import type { ResourceChange } from '../plan/terraform-plan';
import { UNKNOWN } from '../plan/unknown';
import { circumstances } from './circumstances';

/** Kinds of change that nobody needs to read one by one. */
export type Noise = 'only tags' | 'only code' | 'only a hash' | 'only computed values';

const TAGS = /^tags(_all)?(\.|\[|$)/;
/** What follows from a file's content. */
const CONTENT =
  /^(source_code_hash|source_hash|code_sha256|etag|content_md5|filename|source|version|version_id|qualified_arn|qualified_invoke_arn|last_modified|last_modified_time|checksum_[a-z0-9]+|code|live_stage_etag)$/;

/** What an update amounts to when it is not worth reading; undefined when it is. */
export function noiseOf(change: ResourceChange, found: readonly Difference[]): Noise | undefined {
  const { type, action } = change;
  if (action !== 'update' || circumstances(change).length > 0) return undefined;
  const told = found.filter((each) => each.after !== UNKNOWN && !isUnset(each));
  if (told.length === 0)
    return found.length > 0 && isComputedOnly(found) ? 'only computed values' : undefined;
  if (told.every(({ path }) => TAGS.test(path))) return 'only tags';
  if (!told.every(({ path }) => CONTENT.test(path))) return undefined;
  return type === 'aws_lambda_function' || type === 'aws_cloudfront_function' ? 'only code' : 'only a hash';
}

/** A policy that is known only after apply is no noise: nobody knows yet what it grants. */
function isComputedOnly(found: readonly Difference[]): boolean {
  return !found.some(({ path }) => /polic|definition|schema|principal/.test(path));
}
