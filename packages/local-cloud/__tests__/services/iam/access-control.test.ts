import { TABLE, UPDATE } from '../../core/policy/policies';
import {
  ACCOUNT,
  DEVELOPER,
  demand,
  FUNCTION,
  policy,
  STATE_MACHINE,
  stackRoles,
  trust,
  workflowRole,
} from './stack-roles';

const WORDING = `User: arn:aws:sts::${ACCOUNT}:assumed-role/workflow/states is not authorized to perform: dynamodb:UpdateItem on resource: ${TABLE}`;
const allowUpdate = { Sid: 'Write', Effect: 'Allow', Action: 'dynamodb:UpdateItem', Resource: TABLE };

describe('a role', () => {
  test('may do what one of its policies allows, and the decision says by which statement', async () => {
    const { access, principal, logged } = await workflowRole(allowUpdate);
    expect(access.authorize(principal, UPDATE)).toMatchObject({
      allowed: true,
      reason: 'allowed',
      statement: { policy: 'aws_iam_role_policy.table', sid: 'Write', index: 0 },
      suggestion: undefined,
    });
    expect(() => demand(access, principal, UPDATE)).not.toThrow();
    expect(logged).toEqual([]);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
  test('without a statement is denied in the words of AWS', async () => {
    const { access, principal } = await workflowRole({ ...allowUpdate, Action: 'dynamodb:GetItem' });
    expect(() => demand(access, principal, UPDATE)).toThrow(
      expect.objectContaining({
        code: 'AccessDeniedException',
        statusCode: 400,
        message: `${WORDING} because no identity-based policy allows the dynamodb:UpdateItem action`,
      }),
    );
  });

  test('with a Deny is denied in the words of AWS, and the log names the statement', async () => {
    const { access, principal, logged } = await workflowRole(allowUpdate, {
      Sid: 'Never',
      Effect: 'Deny',
      Action: 'dynamodb:*',
      Resource: '*',
    });
    expect(() => demand(access, principal, UPDATE)).toThrow(
      expect.objectContaining({ message: `${WORDING} with an explicit deny in an identity-based policy` }),
    );
    expect(logged).toEqual([
      `iam: workflow may not dynamodb:UpdateItem on ${TABLE}: statement 2 (Never) of aws_iam_role_policy.table denies it.`,
    ]);
    expect(access.authorize(principal, UPDATE).suggestion).toBeUndefined();
  });

  test('is told the statement that would allow it: pasted into the policy, it does', async () => {
    const getOnly = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: TABLE };
    const { access, principal, logged } = await workflowRole(getOnly);
    expect(() => demand(access, principal, UPDATE)).toThrow();
    const [, place, statement] = /This statement in (\S+) would allow it: (.*)$/.exec(logged[0] ?? '') ?? [];
    expect(place).toBe('aws_iam_role_policy.table');

    const suggested = JSON.parse(statement ?? '');
    expect(access.authorize(principal, UPDATE).suggestion).toEqual(suggested);
    const mended = await workflowRole(getOnly, suggested);
    expect(mended.access.authorize(mended.principal, UPDATE).allowed).toBe(true);
  });

  test('without any policy is told where one belongs', async () => {
    const { access, principal, logged } = await workflowRole();
    expect(() => demand(access, principal, UPDATE)).toThrow();
    expect(logged[0]).toContain('This statement in a policy of aws_iam_role.workflow would allow it');
  });

  test('is told of a condition that is not understood', async () => {
    const { access, principal, logged } = await workflowRole({
      ...allowUpdate,
      Condition: { BinaryEquals: { k: 'v' } },
    });
    expect(() => demand(access, principal, UPDATE)).toThrow();
    expect(logged[0]).toContain(
      'aws_iam_role_policy.table: statement 1 (Write) does not count: BinaryEquals',
    );
  });

  test('that the stack does not have may do nothing', () => {
    const { access, logged } = stackRoles();
    const principal = {
      kind: 'role',
      roleArn: 'arn:aws:iam::123456789012:role/gone',
      sessionName: 's',
    } as const;
    expect(() => demand(access, principal, UPDATE)).toThrow('assumed-role/gone/s is not authorized');
    expect(logged[0]).toContain('the stack has no such role');
  });
});

describe('conditions see', () => {
  test.each([
    ['who calls', { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/work*` } }],
    ['the account', { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } }],
    ['the region', { StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } }],
    ['a secure transport, as on AWS', { Bool: { 'aws:SecureTransport': 'true' } }],
    ['the session', { StringLike: { 'aws:userid': 'AROA*:states' } }],
    ['what the service gives', { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['1'] } }],
  ])('%s', async (_, condition) => {
    const { access, principal } = await workflowRole({ ...allowUpdate, Condition: condition });
    const update = { ...UPDATE, context: { 'dynamodb:LeadingKeys': ['1'] } };
    expect(access.authorize(principal, update).allowed).toBe(true);
  });

  test('the time of the clock, moved forward or not', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const { access, principal, clock } = await workflowRole({
      ...allowUpdate,
      Condition: { DateLessThan: { 'aws:CurrentTime': tomorrow } },
    });
    expect(access.authorize(principal, UPDATE).allowed).toBe(true);
    clock.advance(2 * 86_400_000);
    expect(access.authorize(principal, UPDATE).allowed).toBe(false);
    clock.stop();
  });
});

describe('who has no role', () => {
  const { access, logged } = stackRoles();

  test('the developer may do everything', () => {
    expect(access.authorize(DEVELOPER, UPDATE).allowed).toBe(true);
  });

  test('the public is asked to sign', () => {
    expect(() => demand(access, { kind: 'public' }, UPDATE)).toThrow(
      expect.objectContaining({ code: 'MissingAuthenticationTokenException' }),
    );
  });

  test('a service is let in by policies of resources only', () => {
    const principal = {
      kind: 'service',
      service: 'cloudfront.amazonaws.com',
      sourceArn: 'arn:aws:cloudfront::1:distribution/E',
    } as const;
    expect(() => demand(access, principal, UPDATE)).toThrow(
      'User: cloudfront.amazonaws.com is not authorized to perform: dynamodb:UpdateItem on resource: ' +
        `${TABLE} because no resource-based policy allows the dynamodb:UpdateItem action`,
    );
    expect(logged).toEqual([]);
  });
});

describe('assuming a role for a service', () => {
  test('gives credentials that are known as that role, the same every time', async () => {
    const { access, arn, principal, credentials } = await workflowRole();
    expect(principal).toEqual({ kind: 'role', roleArn: arn, sessionName: 'states' });
    expect(credentials.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(access.principalOf(credentials.accessKeyId)).toEqual(principal);
    expect(access.assumeRole(arn, 'states.amazonaws.com', STATE_MACHINE).credentials).toEqual(credentials);
  });

  test('gives every role and service its own key', async () => {
    const { access, make } = stackRoles();
    const keys: string[] = [];
    for (const name of ['a', 'b']) {
      const role = {
        name,
        assume_role_policy: trust({ Service: ['lambda.amazonaws.com', 'states.amazonaws.com'] }),
      };
      const { arn } = await make(`aws_iam_role.${name}`, role);
      for (const service of ['lambda.amazonaws.com', 'states.amazonaws.com']) {
        keys.push(access.assumeRole(String(arn), service, FUNCTION).credentials.accessKeyId);
      }
    }
    expect(new Set(keys).size).toBe(4);
  });

  test('any other key is the developer', () => {
    expect(stackRoles().access.principalOf('AKIAIOSFODNN7EXAMPLE')).toEqual(DEVELOPER);
  });

  test('is refused for a role that does not exist', () => {
    const arn = `arn:aws:iam::${ACCOUNT}:role/gone`;
    expect(() => stackRoles().access.assumeRole(arn, 'lambda.amazonaws.com', FUNCTION)).toThrow(
      `The role ${arn} does not exist in this stack.`,
    );
  });

  test('is refused where the trust policy names another, with what it should have', async () => {
    const { access, arn } = await workflowRole();
    expect(() => access.assumeRole(arn, 'lambda.amazonaws.com', FUNCTION)).toThrow(
      `lambda.amazonaws.com cannot assume the role ${arn} (aws_iam_role.workflow): its trust policy lets states.amazonaws.com. ` +
        'It should have {"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}',
    );
  });
});

test('is refused with the condition of the trust policy that is not understood', async () => {
  const { access, make } = stackRoles();
  const condition = { Condition: { BinaryEquals: { k: 'v' } } };
  const role = { name: 'r', assume_role_policy: trust({ Service: 'lambda.amazonaws.com' }, condition) };
  const { arn } = await make('aws_iam_role.r', role);
  expect(() => access.assumeRole(String(arn), 'lambda.amazonaws.com', FUNCTION)).toThrow(
    'statement 1 does not count: BinaryEquals is not known locally.',
  );
});

describe('a trust policy', () => {
  const lambda = { Service: 'lambda.amazonaws.com' };
  test.each([
    ['names the service', trust(lambda), true],
    ['names it among others', trust({ Service: ['states.amazonaws.com', 'lambda.amazonaws.com'] }), true],
    ['names everybody', trust('*'), true],
    ['allows more than AssumeRole', trust(lambda, { Action: 'sts:*' }), true],
    ['names another service', trust({ Service: 'states.amazonaws.com' }), false],
    ['names the account only', trust({ AWS: ACCOUNT }), false],
    ['allows another action', trust(lambda, { Action: 'sts:TagSession' }), false],
    ['denies it', trust(lambda, { Effect: 'Deny' }), false],
    [
      'asks for this account',
      trust(lambda, { Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } }),
      true,
    ],
    [
      'asks for another account',
      trust(lambda, { Condition: { StringEquals: { 'aws:SourceAccount': '1' } } }),
      false,
    ],
    [
      'denies it for another function',
      policy(
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: lambda },
        {
          Effect: 'Deny',
          Action: 'sts:AssumeRole',
          Principal: lambda,
          Condition: { ArnLike: { 'aws:SourceArn': `${FUNCTION}-other` } },
        },
      ),
      true,
    ],
    [
      'denies it for this function',
      policy(
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: lambda },
        {
          Effect: 'Deny',
          Action: 'sts:AssumeRole',
          Principal: lambda,
          Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:lambda:*:*:function:*' } },
        },
      ),
      false,
    ],
    [
      'asks for the function it acts for',
      trust(lambda, { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:lambda:*:*:function:*' } } }),
      true,
    ],
    [
      'asks for another function',
      trust(lambda, { Condition: { ArnLike: { 'aws:SourceArn': `${FUNCTION}-other` } } }),
      false,
    ],
    [
      'excepts another',
      policy({ Effect: 'Allow', Action: 'sts:AssumeRole', NotPrincipal: { Service: 'x' } }),
      true,
    ],
  ])('that %s: %#', async (_, document, trusted) => {
    const { access, make } = stackRoles();
    const { arn } = await make('aws_iam_role.r', { name: 'r', assume_role_policy: document });
    const assume = () => access.assumeRole(String(arn), 'lambda.amazonaws.com', FUNCTION);
    if (trusted) expect(assume().principal.roleArn).toBe(arn);
    else expect(assume).toThrow('cannot assume the role');
  });
});

test('the last decisions are kept, and no more than a bounded number', async () => {
  const { access, principal } = await workflowRole(allowUpdate);
  for (let count = 0; count < 3_000; count += 1) access.authorize(principal, UPDATE);
  access.authorize(principal, { action: 'dynamodb:GetItem', resource: TABLE });
  const decisions = access.recentDecisions();
  expect(decisions.length).toBeLessThanOrEqual(1_000);
  expect(decisions.at(-1)).toMatchObject({
    principal,
    allowed: false,
    permission: { action: 'dynamodb:GetItem' },
  });
});
