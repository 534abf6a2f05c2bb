import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../../core/json';
import { accountOf } from '../../../../core/policy/arn';
import type { RequestContext } from '../../../../core/policy/context';
import { evaluate } from '../../../../core/policy/evaluate';
import { parsePolicy } from '../../../../core/policy/parse';
import type { RequestPrincipal } from '../../../../core/policy/request-principal';

interface Call {
  readonly by: 'identity policies' | 'trust policy' | 'bucket policy' | 'function policy';
  readonly action: string;
  readonly resource: string;
  readonly principal?: {
    readonly kind: string;
    readonly names?: string[];
    readonly roleArn?: string;
    readonly service?: string;
    readonly sourceArn?: string;
  };
  readonly identity?: number[];
  readonly resourcePolicy?: number;
  readonly context: number;
  readonly decision: boolean | string;
}

const { policies, contexts, calls } = JSON.parse(readFileSync(join(__dirname, 'calls.json'), 'utf8')) as {
  readonly policies: JsonObject[][];
  readonly contexts: Record<string, string | string[]>[];
  readonly calls: Call[];
};

/** What every call has, or does not have. */
const KEYS: RequestContext = Object.fromEntries(
  [
    ...[
      'PrincipalAccount',
      'PrincipalArn',
      'PrincipalType',
      'SourceArn',
      'SourceAccount',
      'userid',
      'username',
    ],
    ...['SecureTransport', 'RequestedRegion'],
  ].map((key) => [`aws:${key}`, undefined]),
);
const EVERYTHING = parsePolicy('{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}', 'identity');

function policyOf(id: number, kind: 'identity' | 'trust' | 'resource') {
  const Statement = policies[id] ?? [];
  return {
    address: `policy ${id}`,
    statements: parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement }), kind),
  };
}

function principalOf({ by, principal }: Call, context: RequestContext, account: string): RequestPrincipal {
  if (!principal) return { kind: 'identity', account, arns: [String(context['aws:PrincipalArn'])] };
  switch (principal.kind) {
    case 'Service':
      return { kind: 'service', name: principal.names?.[0] ?? '' };
    case 'service':
      return { kind: 'service', name: principal.service ?? '' };
    case 'public':
      return { kind: 'anonymous' };
    default: {
      const arns = [...(principal.names ?? []), ...(principal.roleArn ? [principal.roleArn] : [])];
      return { kind: 'identity', account, arns: by === 'trust policy' ? arns.slice(0, -2) : arns };
    }
  }
}

function decide(call: Call) {
  const source = call.principal?.sourceArn;
  const context = {
    ...KEYS,
    ...(call.by === 'bucket policy' && {
      's3:TlsVersion': '1.3',
      's3:x-amz-acl': undefined,
      'aws:SecureTransport': 'true',
    }),
    ...(call.by === 'function policy' && {
      'lambda:FunctionUrlAuthType': undefined,
      'lambda:InvokedViaFunctionUrl': undefined,
    }),
    ...(call.principal?.roleArn && { 'aws:PrincipalArn': call.principal.roleArn }),
    ...(source && { 'aws:SourceArn': source, 'aws:SourceAccount': source.split(':')[4] }),
    ...contexts[call.context],
  };
  const kind = call.by === 'trust policy' ? 'trust' : 'resource';
  const account = accountOf(call.resource) ?? '123456789012';
  const isJudgedElsewhere =
    (call.by === 'trust policy' || call.by === 'bucket policy') &&
    !/service|public/i.test(call.principal?.kind ?? '');
  return evaluate({
    ...{ action: call.action, resource: call.resource, context },
    principal: principalOf(call, context, account),
    identityPolicies: isJudgedElsewhere
      ? [{ address: 'everything', statements: EVERYTHING }]
      : (call.identity ?? []).map((id) => policyOf(id, 'identity')),
    resourcePolicy: call.resourcePolicy === undefined ? undefined : policyOf(call.resourcePolicy, kind),
    resourceAccount: account,
    resourcePolicyDecides: call.by === 'trust policy',
  });
}

/** Whom the new evaluator judges differently, and why that is wanted. */
const DIFFERENCES: readonly (readonly [why: string, by: Call['by'], policy: string])[] = [
  [
    'ArnLike compares six parts, and the service says for which resource it takes on the role',
    'trust policy',
    '"ArnLike":{"aws:SourceArn":"arn:aws:lambda:*"}',
  ],
  [
    'a key that is not known locally never helps, even by IfExists',
    'identity policies',
    '"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}',
  ],
  [
    'S3 blocks public access: it hands on no policy for callers who did not sign',
    'bucket policy',
    '"Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::web/*"',
  ],
];

test('the one evaluator decides what the four decided, but for the differences that are wanted', () => {
  const different = calls.filter((call) => {
    const { reason } = decide(call);
    return call.decision !== (typeof call.decision === 'string' ? reason : reason === 'allowed');
  });
  const described = different.map(({ by, identity = [], resourcePolicy }) => ({
    by,
    policies: JSON.stringify(
      [...identity, ...(resourcePolicy === undefined ? [] : [resourcePolicy])].map((id) => policies[id]),
    ),
  }));
  expect(described).toEqual(
    DIFFERENCES.map(([, by, policy]) => ({ by, policies: expect.stringContaining(policy) })),
  );
  expect(calls.length).toBeGreaterThan(280);
});
