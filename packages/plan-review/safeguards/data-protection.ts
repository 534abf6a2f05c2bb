import { capitalizedTitle } from '../meaning/names';
import { block, type JsonObject } from '../plan/json';
import type { ResourceChange } from '../plan/terraform-plan';
import { UNKNOWN } from '../plan/unknown';

/** What keeps data from being lost, and is taken away. */
export function dataProtection(change: ResourceChange): string[] {
  const { type, action, before, after } = change;
  const lost: string[] = [];
  if (type === 'aws_dynamodb_table' && before && after) {
    if (before['deletion_protection_enabled'] === true && after['deletion_protection_enabled'] !== true)
      lost.push(`${capitalizedTitle(change)} loses its deletion protection.`);
    if (isOn(before, 'point_in_time_recovery') && !isOn(after, 'point_in_time_recovery'))
      lost.push(`${capitalizedTitle(change)} can no longer be restored to a point in time.`);
    if (isOn(before, 'server_side_encryption') && !isOn(after, 'server_side_encryption'))
      lost.push(`${capitalizedTitle(change)} loses its own encryption setting.`);
  }
  if (type === 'aws_s3_bucket' && before?.['force_destroy'] === false && after?.['force_destroy'] === true)
    lost.push(`${capitalizedTitle(change)} may now be destroyed with everything in it (force_destroy).`);
  if (type === 'aws_s3_bucket_versioning' && before) {
    const status = after && block(after['versioning_configuration'])?.['status'];
    if (action === 'delete' || (status !== 'Enabled' && status !== UNKNOWN))
      lost.push(`Bucket ${String(before['bucket'])} no longer keeps old versions of its objects.`);
  }
  if (type === 'aws_wafv2_web_acl_association' && action === 'delete')
    lost.push('The web ACL is taken off the API: requests reach it unfiltered.');
  return lost;
}

function isOn(values: JsonObject, name: string): boolean {
  return block(values[name])?.['enabled'] === true;
}
