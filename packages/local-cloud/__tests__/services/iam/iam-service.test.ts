import { TABLE, UPDATE } from '../../core/policy/policies';
import { ACCOUNT, DEVELOPER, policy, STATE_MACHINE, stackRoles, trust } from './stack-roles';

const states = trust({ Service: 'states.amazonaws.com' });
const allowUpdate = policy({ Effect: 'Allow', Action: 'dynamodb:UpdateItem', Resource: TABLE });

test('a role has the attributes that AWS computes', async () => {
  const { make } = stackRoles();
  expect(await make('aws_iam_role.r', { name: 'r', path: '/app/', assume_role_policy: states })).toEqual({
    id: 'r',
    name: 'r',
    arn: `arn:aws:iam::${ACCOUNT}:role/app/r`,
    path: '/app/',
    unique_id: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
    create_date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    max_session_duration: 3600,
  });
});

test('a role without a name gets the same one in every run', async () => {
  const config = { name_prefix: 'app-', assume_role_policy: states };
  const first = await stackRoles().make('aws_iam_role.r', config);
  expect(first.name).toMatch(/^app-[a-z2-7]+$/);
  expect((await stackRoles().make('aws_iam_role.r', config)).name).toBe(first.name);
});

describe('a role may do what is in', () => {
  const roleWith = async (
    config: object,
    more: (make: ReturnType<typeof stackRoles>['make']) => Promise<unknown>,
  ) => {
    const { access, make } = stackRoles();
    const arn = `arn:aws:iam::${ACCOUNT}:policy/shared`;
    expect(await make('aws_iam_policy.shared', { name: 'shared', policy: allowUpdate })).toMatchObject({
      id: arn,
      arn,
    });
    const role = await make('aws_iam_role.r', { name: 'r', assume_role_policy: states, ...config });
    await more(make);
    const { principal } = access.assumeRole(String(role.arn), 'states.amazonaws.com', STATE_MACHINE);
    return access.authorize(principal, UPDATE);
  };

  test.each([
    [
      'an aws_iam_role_policy',
      {},
      'aws_iam_role_policy.p',
      { role: 'r', policy: allowUpdate },
      'aws_iam_role_policy.p',
    ],
    [
      'an attached aws_iam_policy',
      {},
      'aws_iam_role_policy_attachment.a',
      { role: 'r', policy_arn: `arn:aws:iam::${ACCOUNT}:policy/shared` },
      'aws_iam_policy.shared',
    ],
    [
      'an inline_policy',
      { inline_policy: [{ name: 'in', policy: allowUpdate }] },
      undefined,
      {},
      'aws_iam_role.r, inline policy in',
    ],
    [
      'managed_policy_arns',
      { managed_policy_arns: [`arn:aws:iam::${ACCOUNT}:policy/shared`] },
      undefined,
      {},
      'aws_iam_policy.shared',
    ],
  ])('%s', async (_, role, address, config, deciding) => {
    const decision = await roleWith(role, async (make) => address && make(address, config));
    expect(decision).toMatchObject({ allowed: true, statement: { policy: deciding } });
  });

  test('nothing, where none of these is', async () => {
    expect((await roleWith({}, async () => {})).allowed).toBe(false);
  });
});

describe('what cannot be made is refused, with the address', () => {
  test.each([
    [
      'a policy of AWS',
      'aws_iam_role_policy_attachment.a',
      { role: 'r', policy_arn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole' },
      'aws_iam_role_policy_attachment.a: The AWS-managed policy arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole is not known locally',
    ],
    [
      'a policy that does not exist',
      'aws_iam_role_policy_attachment.a',
      { role: 'r', policy_arn: 'arn:aws:iam::123456789012:policy/none' },
      'aws_iam_role_policy_attachment.a: Policy arn:aws:iam::123456789012:policy/none does not exist or is not attachable.',
    ],
    [
      'a role that does not exist',
      'aws_iam_role_policy.p',
      { role: 'none', policy: allowUpdate },
      'aws_iam_role_policy.p: The role with name none cannot be found.',
    ],
    [
      'a malformed policy',
      'aws_iam_role_policy.p',
      { role: 'r', policy: '{}' },
      'aws_iam_role_policy.p: The policy is malformed: it has no Statement.',
    ],
    [
      'a role without a trust policy',
      'aws_iam_role.x',
      { name: 'x' },
      'aws_iam_role.x: assume_role_policy is missing.',
    ],
    [
      'a permissions boundary',
      'aws_iam_role.x',
      { name: 'x', assume_role_policy: states, permissions_boundary: 'arn:aws:iam::123456789012:policy/b' },
      'aws_iam_role.x: permissions_boundary is not supported locally.',
    ],
  ])('%s', async (_, address, config, problem) => {
    const { make } = stackRoles();
    await make('aws_iam_role.r', { name: 'r', assume_role_policy: states });
    await expect(make(address, config)).rejects.toThrow(problem);
  });

  test('an operation of the API', async () => {
    const { service } = stackRoles();
    const call = { action: 'ListRoles', input: {}, principal: DEVELOPER, requestId: 'r', traceId: 't' };
    await expect(service.handle(call)).rejects.toThrow(
      'Could not find operation ListRoles for version 2010-05-08 locally.',
    );
    expect(service.permissions(call)).toEqual([{ action: 'iam:ListRoles', resource: '*' }]);
  });
});
