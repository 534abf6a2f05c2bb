import { title } from '../meaning/names';
import { block, type JsonObject } from '../plan/json';
import { SECRET_IN_CLEAR, UNKNOWN } from '../plan/masking';
import type { ResourceChange } from '../plan/terraform-plan';

/** What a change of a resource's settings gives up, each a whole sentence. */
export function lostSafeguards(change: ResourceChange): string[] {
  return [...publicAccess(change), ...dataProtection(change), ...secretsInClear(change)];
}

const ACCESS_BLOCKS = [
  'block_public_acls',
  'block_public_policy',
  'ignore_public_acls',
  'restrict_public_buckets',
];

function publicAccess(change: ResourceChange): string[] {
  const { type, action, before, after } = change;
  const values = after ?? {};
  switch (type) {
    case 'aws_s3_bucket_public_access_block': {
      const bucket = String(before?.['bucket'] ?? values['bucket']);
      if (action === 'delete')
        return [`Public access: nothing keeps bucket ${bucket} from being made public any more.`];
      const open = ACCESS_BLOCKS.filter((name) => values[name] === false && before?.[name] !== false);
      return open.map((name) => `Public access: bucket ${bucket} may now be made public (${name} is false).`);
    }
    case 'aws_s3_bucket_acl':
      return /public|authenticated/.test(String(values['acl']))
        ? [`Public access: bucket ${String(values['bucket'])} has the ACL ${String(values['acl'])}.`]
        : [];
    case 'aws_lambda_function_url':
      return values['authorization_type'] === 'NONE' && before?.['authorization_type'] !== 'NONE'
        ? [`Public access: everyone may call ${title(change)} (authorization_type NONE).`]
        : [];
    case 'aws_appsync_graphql_api':
      return values['authentication_type'] === 'API_KEY' && before?.['authentication_type'] !== 'API_KEY'
        ? [`Public access: what the schema does not mark is now open to everyone who holds an API key.`]
        : [];
    default:
      return [];
  }
}

function dataProtection(change: ResourceChange): string[] {
  const { type, action, before, after } = change;
  const lost: string[] = [];
  if (type === 'aws_dynamodb_table' && before && after) {
    if (before['deletion_protection_enabled'] === true && after['deletion_protection_enabled'] !== true)
      lost.push(`${capital(title(change))} loses its deletion protection.`);
    if (isOn(before, 'point_in_time_recovery') && !isOn(after, 'point_in_time_recovery'))
      lost.push(`${capital(title(change))} can no longer be restored to a point in time.`);
    if (isOn(before, 'server_side_encryption') && !isOn(after, 'server_side_encryption'))
      lost.push(`${capital(title(change))} loses its own encryption setting.`);
  }
  if (type === 'aws_s3_bucket' && before?.['force_destroy'] === false && after?.['force_destroy'] === true)
    lost.push(`${capital(title(change))} may now be destroyed with everything in it (force_destroy).`);
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

/** A secret in a function's variables is in the state, in every plan, and in Lambda's console. */
function secretsInClear(change: ResourceChange): string[] {
  const variables = block(block(change.after?.['environment'])?.['variables']) ?? {};
  return Object.entries(variables)
    .filter(([, value]) => value === SECRET_IN_CLEAR)
    .map(
      ([name]) =>
        `${capital(title(change))} holds what looks like a secret in clear, ${name}: keep it in Secrets Manager.`,
    );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
