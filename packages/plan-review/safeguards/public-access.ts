import { title } from '../meaning/names';
import type { ResourceChange } from '../plan/terraform-plan';

const ACCESS_BLOCKS = [
  'block_public_acls',
  'block_public_policy',
  'ignore_public_acls',
  'restrict_public_buckets',
];

/** What is opened to everyone. */
export function publicAccess(change: ResourceChange): string[] {
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
