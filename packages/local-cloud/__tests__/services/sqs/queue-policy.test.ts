import type { JsonObject } from '../../../core/json';
import { parsePolicy } from '../../../core/policy/parse';
import type { Principal } from '../../../core/principals';
import { QueuesUnderTest } from './queues-under-test';

const ACCOUNT = '000000000000';
const WRITER = `arn:aws:iam::${ACCOUNT}:role/writer`;
const RULE = `arn:aws:events:eu-central-1:${ACCOUNT}:rule/nightly`;

const developer: Principal = { kind: 'developer' };
const anybody: Principal = { kind: 'public' };
const rule: Principal = { kind: 'service', service: 'events.amazonaws.com', sourceArn: RULE };
const writer: Principal = { kind: 'role', roleArn: WRITER, sessionName: 's' };
/** A role whose own policy allows it to send. */
const sender: Principal = { ...writer, roleArn: `arn:aws:iam::${ACCOUNT}:role/sender` };

let queues: QueuesUnderTest;
let url: string;

beforeEach(async () => {
  queues = await QueuesUnderTest.open();
  ({ url } = await queues.add('tasks'));
  for (const [name, actions] of [
    ['writer', []],
    ['sender', ['sqs:SendMessage']],
  ] as const) {
    const Statement = actions.map((Action) => ({ Effect: 'Allow', Action, Resource: '*' }));
    const statements = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement }), 'identity');
    queues.access.roles.add({
      address: `aws_iam_role.${name}`,
      arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
      name,
      trust: [],
      policies: [{ address: `aws_iam_role_policy.${name}`, statements }],
    });
  }
});

afterEach(() => queues.stop());

const statement = (more: JsonObject): JsonObject => ({
  Effect: 'Allow',
  Action: 'sqs:SendMessage',
  Resource: `arn:aws:sqs:eu-central-1:${ACCOUNT}:tasks`,
  ...more,
});

function setPolicy(...Statement: JsonObject[]) {
  const policy = JSON.stringify({ Version: '2012-10-17', Statement });
  return queues.provision('aws_sqs_queue_policy', { queue_url: url, policy });
}

const send = (principal: Principal) =>
  queues.call(principal, 'SendMessage', { QueueUrl: url, MessageBody: 'hello' });

const ACCESS_DENIED = 'AccessDeniedException';
const NOT_SIGNED = 'MissingAuthenticationTokenException';
const fromRule = { Principal: { Service: 'events.amazonaws.com' } };
const deny = { Sid: 'No', Effect: 'Deny', Action: 'sqs:*' };

test.each<[rule: string, statements: JsonObject[], who: Principal, refused: string | undefined]>([
  ['no role without a policy', [], writer, ACCESS_DENIED],
  ['a role that only the queue policy allows', [{ Principal: { AWS: WRITER } }], writer, undefined],
  ['no role by its account alone', [{ Principal: { AWS: ACCOUNT } }], writer, ACCESS_DENIED],
  ['a role by its own policy', [], sender, undefined],
  ['nobody of an account that is denied', [{ ...deny, Principal: { AWS: ACCOUNT } }], sender, ACCESS_DENIED],
  ['not the developer either', [{ ...deny, Principal: { AWS: ACCOUNT } }], developer, ACCESS_DENIED],
  ['no service without a policy', [], rule, ACCESS_DENIED],
  [
    'a service for the resource that the policy names',
    [{ ...fromRule, Condition: { ArnEquals: { 'aws:SourceArn': RULE } } }],
    rule,
    undefined,
  ],
  [
    'no service for another resource',
    [{ ...fromRule, Condition: { ArnEquals: { 'aws:SourceArn': `${RULE}-other` } } }],
    rule,
    ACCESS_DENIED,
  ],
  ['nobody without credentials', [], anybody, NOT_SIGNED],
  ['everybody by an open policy', [{ Principal: '*' }], anybody, undefined],
  [
    'who is not denied for plain HTTP, which nobody here counts as using',
    [{ ...deny, Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    sender,
    undefined,
  ],
  [
    'nobody whom a Deny could mean that is not understood',
    [{ ...deny, Principal: '*', Condition: { BinaryEquals: { 'aws:userid': 'AA==' } } }],
    sender,
    ACCESS_DENIED,
  ],
])('a queue lets in: %s', async (_, statements, who, refused) => {
  await setPolicy(...statements.map(statement));
  if (refused === undefined) expect(await send(who)).toMatchObject({ MessageId: expect.any(String) });
  else await expect(send(who)).rejects.toMatchObject({ code: refused });
});

test('the sender of a message that nobody signed is anonymous, that of a service its name', async () => {
  await setPolicy(statement({ Principal: '*' }));
  for (const principal of [anybody, rule]) await send(principal);
  const { Messages } = (await queues.call(developer, 'ReceiveMessage', {
    QueueUrl: url,
    MaxNumberOfMessages: 10,
    MessageSystemAttributeNames: ['SenderId'],
  })) as { Messages: { Attributes: { SenderId: string } }[] };
  expect(Messages.map(({ Attributes }) => Attributes.SenderId)).toEqual([
    'anonymous',
    'events.amazonaws.com',
  ]);
});

test('the log names the statement that denies, and what was not understood of it', async () => {
  await setPolicy(
    statement({ ...deny, Principal: '*', Condition: { StringEquals: { 'aws:UnknownKey': 'x' } } }),
  );
  await expect(send(sender)).rejects.toThrow('with an explicit deny in a resource-based policy');
  expect(queues.log).toEqual([
    `iam: sender may not sqs:SendMessage on arn:aws:sqs:eu-central-1:${ACCOUNT}:tasks: ` +
      'statement 1 (No) of aws_sqs_queue_policy.it denies it. ' +
      'aws_sqs_queue_policy.it: statement 1 (No) counts: the condition key aws:UnknownKey is not known locally.',
  ]);
});

test('a policy that SQS would not take is refused, with the address', async () => {
  await expect(setPolicy(statement({ Principal: { User: 'ann' } }))).rejects.toThrow(
    'aws_sqs_queue_policy.it: Invalid value for the parameter Policy: statement 1: User is no kind of principal.',
  );
});
