import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { AwsError } from '../../../core/errors';
import type { HttpRequest } from '../../../core/http/message';
import type { Principal } from '../../../core/principals';
import { authorizeCall } from '../../../gateway/authorization';
import { StsService } from '../../../services/iam/sts-service';
import { ACCOUNT, stackRoles, trust } from './stack-roles';

/** STS behind HTTP, as the gateway has it: whose key it is, permissions, then the call. */
function serve(access: ReturnType<typeof stackRoles>['access']): Server {
  const service = new StsService(access);
  return createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    );
    const request: HttpRequest = {
      method: incoming.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers,
      body: Buffer.concat(chunks),
    };
    const answer = async () => {
      const parsed = service.protocol.parse(request);
      if (!parsed) throw new AwsError('UnknownOperation', 'not for STS', 404);
      const key = /Credential=([^/]+)/.exec(headers.authorization ?? '')?.[1] ?? '';
      const principal: Principal = access.principalOf(key);
      const call = { ...parsed, principal, requestId: 'request-1', traceId: 'trace-1' };
      authorizeCall(service, call, access);
      return service.protocol.render(await service.handle(call), call);
    };
    const {
      statusCode,
      headers: out,
      body,
    } = await answer().catch((error: AwsError) => service.protocol.renderError(error, 'request-1'));
    outgoing.writeHead(statusCode, out).end(body);
  });
}

describe("AWS's own client", () => {
  const { access, make, clock } = stackRoles();
  const server = serve(access);
  const clients: STSClient[] = [];
  const client = (credentials = { accessKeyId: 'AKIADEVELOPER', secretAccessKey: 'secret' }) => {
    const { port } = server.address() as AddressInfo;
    const made = new STSClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-central-1',
      credentials,
      maxAttempts: 1,
    });
    clients.push(made);
    return made;
  };

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const account = trust({ AWS: `arn:aws:iam::${ACCOUNT}:root` });
    await make('aws_iam_role.staff', { name: 'staff', assume_role_policy: account });
    await make('aws_iam_role.closed', {
      name: 'closed',
      assume_role_policy: trust({ Service: 'lambda.amazonaws.com' }),
    });
    const direct = trust({ AWS: `arn:aws:iam::${ACCOUNT}:role/staff` });
    await make('aws_iam_role.direct', { name: 'direct', assume_role_policy: direct });
  });
  afterAll(async () => {
    for (const made of clients) made.destroy();
    await new Promise((resolve) => server.close(resolve));
    clock.stop();
  });

  const assume = (by: STSClient, role: string, more = {}) =>
    by.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
        RoleSessionName: 'ann',
        ...more,
      }),
    );
  const sessionOf = async (role: string, more = {}) => {
    const { Credentials } = await assume(client(), role, more);
    return client({
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
    });
  };

  test('learns that it is the developer', async () => {
    expect(await client().send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: ACCOUNT,
      Arn: `arn:aws:iam::${ACCOUNT}:user/developer`,
      UserId: expect.stringMatching(/^AIDA/),
      $metadata: { httpStatusCode: 200, requestId: 'request-1' },
    });
  });

  test('assumes a role that trusts the account, and is that role from then on', async () => {
    const { AssumedRoleUser, Credentials } = await assume(client(), 'staff', { DurationSeconds: 900 });
    expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/staff/ann`);
    expect(AssumedRoleUser?.AssumedRoleId).toMatch(/^AROA[A-Z2-7]{17}:ann$/);
    expect(Math.round(((Credentials?.Expiration?.getTime() ?? 0) - clock.now()) / 60_000)).toBe(15);
    const staff = await sessionOf('staff');
    expect((await staff.send(new GetCallerIdentityCommand({}))).Arn).toBe(AssumedRoleUser?.Arn);
  });

  test('is refused a role that trusts others, and one that does not exist, alike', async () => {
    for (const role of ['closed', 'none']) {
      await expect(assume(client(), role)).rejects.toMatchObject({
        name: 'AccessDenied',
        message: `User: arn:aws:iam::${ACCOUNT}:user/developer is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${ACCOUNT}:role/${role}`,
        $metadata: { httpStatusCode: 403 },
      });
    }
  });

  test('as a role needs a permission, unless the trust policy names that role', async () => {
    const staff = await sessionOf('staff');
    await expect(assume(staff, 'staff')).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('because no identity-based policy allows the sts:AssumeRole action'),
    });
    expect((await assume(staff, 'direct')).AssumedRoleUser?.Arn).toContain('assumed-role/direct/ann');
  });

  test.each([
    [{ RoleSessionName: 'a b' }, 'RoleSessionName must be 2 to 64 of'],
    [{ DurationSeconds: 60 }, 'DurationSeconds must be 900 to 43200'],
  ])('is told what is wrong with %j', async (input, problem) => {
    await expect(assume(client(), 'staff', input)).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining(problem),
    });
  });

  test('is refused once its session has expired', async () => {
    const staff = await sessionOf('staff', { DurationSeconds: 900 });
    clock.advance(901_000);
    await expect(staff.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'ExpiredToken',
    });
  });
});

describe('without a client', () => {
  const { access } = stackRoles();
  const service = new StsService(access);
  const call = (action: string, principal: Principal) =>
    service.handle({ action, input: {}, principal, requestId: 'r', traceId: 't' });

  test('the public is asked to sign', async () => {
    await expect(call('GetCallerIdentity', { kind: 'public' })).rejects.toMatchObject({
      code: 'MissingAuthenticationToken',
      statusCode: 403,
    });
  });

  test('an operation that is missing is named', async () => {
    await expect(call('GetSessionToken', { kind: 'developer' })).rejects.toThrow(
      'Could not find operation GetSessionToken for version 2011-06-15 locally.',
    );
  });
});
