import { checks } from '../../policy/findings';
import type { Rule } from '../../policy/rule';
import { block, blocks, isUnresolved, refersTo, Stack } from '../../policy/stack';
import { protectedStack, RULES } from './rules';

function rule(id: string): Rule[] {
  return RULES.filter(({ ids }) => ids[0] === id);
}

test.each([
  ['an object', { mode: 'Active' }],
  ['a list of one', [{ mode: 'Active' }]],
])('a block that may be there once is read from %s', (_, given) => {
  expect(block(given)).toEqual({ mode: 'Active' });
  expect(blocks(given)).toEqual([{ mode: 'Active' }]);
});

test.each([undefined, null, 'text', []])('where there is no block (%p), an empty one is read', (given) => {
  expect(block(given)).toEqual({});
});

test.each([
  ['${aws_s3_bucket.web.id}', true],
  ['${aws_s3_bucket.web.arn}/*', true],
  ['${element(split("/", aws_s3_bucket.web.uris["X"]), 2)}', true],
  ['${aws_s3_bucket.web["id"]}', true],
  ['${aws_s3_bucket.webFailover.id}', false],
  ['${data.aws_s3_bucket.web.id}', false],
  ['aws_s3_bucket.web.id', false],
  ['$${aws_s3_bucket.web.id}', false],
  [['other', '${aws_s3_bucket.web.id}'], true],
  [undefined, false],
])('%p refers to aws_s3_bucket.web: %p', (value, expected) => {
  expect(refersTo(value, 'aws_s3_bucket.web')).toBe(expected);
});

test.each([
  ['${var.x}', true],
  ['a-${var.x}', true],
  ['%{ if true }x%{ endif }', true],
  ['$${aws:username}', false],
  ['plain', false],
  [7, false],
])('%p is known only to Terraform: %p', (value, expected) => {
  expect(isUnresolved(value)).toBe(expected);
});

test('a value that only Terraform knows is neither passed nor failed', () => {
  const of = (config: object) => ({ resource: { aws_lambda_function: { it: config } } });
  const [check] = checks(protectedStack(of({ runtime: '${var.runtime}' })), rule('CKV_AWS_363'));
  expect(check?.verdict).toBe('unknown');
});

test('a policy that only Terraform knows is neither passed nor failed', () => {
  const policies = ['${data.aws_iam_policy_document.merged.json}', '${jsonencode(var.policy)}'];
  const json = {
    resource: {
      aws_iam_role_policy: Object.fromEntries(policies.map((policy, index) => [`p${index}`, { policy }])),
    },
    data: { aws_iam_policy_document: { merged: { source_policy_documents: ['${var.more}'] } } },
  };
  expect(checks(protectedStack(json), rule('IAM.21')).map(({ verdict }) => verdict)).toEqual([
    'unknown',
    'unknown',
  ]);
});

test('a policy document says the same as its JSON', () => {
  const stack = new Stack({
    data: {
      aws_iam_policy_document: {
        it: {
          statement: {
            effect: 'Deny',
            actions: ['s3:*'],
            resources: ['arn'],
            principals: [{ type: 'AWS', identifiers: ['*'] }],
            condition: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }],
          },
        },
      },
    },
  });
  const json = JSON.stringify({
    Statement: {
      Effect: 'Deny',
      Action: 's3:*',
      Resource: ['arn'],
      Principal: { AWS: '*' },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  });
  expect(stack.statements('${data.aws_iam_policy_document.it.json}')).toEqual(stack.statements(json));
});

test('what may be thrown away need not keep what guards data, but the rest', () => {
  const json = { resource: { aws_dynamodb_table: { apartments: { billing_mode: 'PROVISIONED' } } } };
  const names = checks({ environment: 'dev', kind: 'throwaway', json }, RULES).flatMap(
    ({ rule: name, verdict }) => (verdict === 'fail' ? [name] : []),
  );
  expect(names).toContain('DynamoDB.1');
  expect(names).not.toContain('DynamoDB.6');
});
