import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A small change to the synthesized stack, as a pull request would make it. */
export interface StackChange {
  readonly apply?: (folder: string) => void;
  /** The address that Terraform asks AWS about; nothing else is refreshed. */
  readonly refresh?: string;
  /** Planned against an empty state. */
  readonly fromNothing?: boolean;
}

type Values = Record<string, unknown>;
type Named = Record<string, Values>;
interface Stack {
  resource: Record<string, Named>;
  data: Record<string, Named>;
  output: Named;
  variable?: Named;
}

/** Somebody shortens its retention by hand. */
export const DRIFTING_LOG_GROUP = '/aws/lambda/keyhold-prod-booking';

/** Sensitive, and planted: it must never be seen again. */
export const PLANTED_SECRET = 'whsec_planted-and-marked-sensitive';
/** Planted without a mark. */
export const PLANTED_IN_CLEAR = 'AKIAQWERTYUIOPASDFGH';

export const CHANGES: Readonly<Record<string, StackChange>> = {
  'from-nothing': { fromNothing: true },
  'nothing-changed': {},
  'table-key-changed': edited((stack) => {
    changeKey(one(stack, 'aws_dynamodb_table', 'apartments'));
  }),
  'table-key-changed-unprotected': edited((stack) => {
    const table = one(stack, 'aws_dynamodb_table', 'apartments');
    changeKey(table);
    table['deletion_protection_enabled'] = false;
    delete table['lifecycle'];
  }),
  'construct-renamed': rewritten('cdk.tf.json', (text) =>
    text
      .replaceAll('aws_dynamodb_table.apartments', 'aws_dynamodb_table.data_table_0A1B2C3D')
      .replace('"apartments": {', '"data_table_0A1B2C3D": {'),
  ),
  'construct-removed': edited((stack) => {
    const keys = stack.resource['aws_appsync_api_key'] ?? {};
    delete keys[keyOf(keys, 'api_graphql_key')];
    delete stack.output['apiKey'];
  }),
  'index-added': edited((stack) => {
    const table = one(stack, 'aws_dynamodb_table', 'apartments');
    (table['attribute'] as Values[]).push({ name: 'guestId', type: 'S' });
    (table['global_secondary_index'] as Values[]).push({
      name: 'byGuest',
      hash_key: 'guestId',
      range_key: 'Id',
      projection_type: 'ALL',
    });
  }),
  'permission-widened': edited((stack) => {
    const grants = one(
      { ...stack, resource: stack.data },
      'aws_iam_policy_document',
      'api_booking_role_grants',
    );
    const [onTable] = grants['statement'] as { actions: string[] }[];
    onTable?.actions.push('dynamodb:DeleteItem');
  }),
  'state-renamed': rewritten('booking.asl.json', (text) =>
    text
      .replaceAll('"Wait"', '"Wait for the Payment"')
      .replace('"Type": "Wait for the Payment"', '"Type": "Wait"'),
  ),
  'schema-field-removed': rewritten('schema.graphql', (text) => text.replace(/^.*\bbedrooms: Int!.*$/m, '')),
  'bucket-made-public': edited((stack) => {
    const access = one(stack, 'aws_s3_bucket_public_access_block', 'edge_origins_web_store');
    Object.assign(access, { block_public_policy: false, restrict_public_buckets: false });
    const grants = one(
      { ...stack, resource: stack.data },
      'aws_iam_policy_document',
      'edge_origins_web_store_access',
    );
    (grants['statement'] as Values[]).push({
      sid: 'Everyone',
      actions: ['s3:GetObject'],
      resources: ['${aws_s3_bucket.web.arn}/*'],
      principals: [{ type: '*', identifiers: ['*'] }],
    });
  }),
  'header-dropped': edited((stack) => {
    const headers = one(stack, 'aws_cloudfront_response_headers_policy', 'edge_routes_page-headers');
    delete (headers['security_headers_config'] as Values)['content_security_policy'];
  }),
  'cache-rule-changed': edited((stack) => {
    const distribution = one(stack, 'aws_cloudfront_distribution', 'distribution');
    const behaviours = distribution['ordered_cache_behavior'] as Values[];
    const api = behaviours.find(({ path_pattern: pattern }) => pattern === '/api/*');
    Object.assign(api ?? {}, { compress: false, viewer_protocol_policy: 'allow-all' });
  }),
  'secret-in-a-variable': edited((stack) => {
    stack.variable = { paymentSecret: { type: 'string', sensitive: true, default: PLANTED_SECRET } };
    const variables = variablesOfBooking(stack);
    variables['PAYMENT_SECRET'] = '${var.paymentSecret}';
    variables['PAYMENT_KEY_ID'] = PLANTED_IN_CLEAR;
  }),
  'only-a-hash-changed': edited((stack) => {
    const booking = one(stack, 'aws_lambda_function', 'api_booking_function');
    booking['source_code_hash'] = 'AAAAOf0ther0fC0deThatIsAnotherHashOfAnotherZip=';
  }),
  'only-tags-changed': edited((stack) => {
    const booking = one(stack, 'aws_lambda_function', 'api_booking_function');
    booking['tags'] = { Team: 'bookings' };
  }),
  drift: { refresh: 'aws_cloudwatch_log_group.api_booking_log_58F9FFBB' },
};

function edited(edit: (stack: Stack) => void): StackChange {
  return rewritten('cdk.tf.json', (text) => {
    const stack = JSON.parse(text) as Stack;
    edit(stack);
    return JSON.stringify(stack, null, 2);
  });
}

/** Changes the one file of that name in the stack's folder; a change that changes nothing is a mistake. */
function rewritten(name: string, rewrite: (text: string) => string): StackChange {
  return {
    apply: (folder) => {
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      const file = join(
        folder,
        files.find((path) => path.endsWith(name) && !path.includes('.terraform')) ?? name,
      );
      const before = readFileSync(file, 'utf8');
      const after = rewrite(before);
      if (after === before) throw new Error(`${name} is as before.`);
      writeFileSync(file, after);
    },
  };
}

/** The mistake that stops every booking: the key is called `Id` everywhere else. */
function changeKey(table: Values): void {
  table['hash_key'] = 'id';
  (table['attribute'] as Values[])[0] = { name: 'id', type: 'S' };
  for (const index of table['global_secondary_index'] as Values[]) index['range_key'] = 'id';
}

function variablesOfBooking(stack: Stack): Values {
  const booking = one(stack, 'aws_lambda_function', 'api_booking_function');
  return (booking['environment'] as Record<string, Values>)['variables'] ?? {};
}

function one(stack: Stack, type: string, prefix: string): Values {
  const named = stack.resource[type] ?? {};
  return named[keyOf(named, prefix)] ?? {};
}

/** Addresses end in a hash of their path. */
function keyOf(named: Named, prefix: string): string {
  const key = Object.keys(named).find((name) => name.startsWith(prefix));
  if (key === undefined) throw new Error(`The stack has no ${prefix}.`);
  return key;
}
