import path from 'node:path';
import { UserError } from '../../core/errors';
import { Stack } from '../../terraform/stack';
import { FIXTURES, stackFolder, stackOf } from './stack-folder';

describe('the stack that cdktf synthesized', () => {
  const stack = Stack.read(path.join(FIXTURES, 'stack'));
  const order = stack.resources.map(({ address }) => address);

  test('gives all its resources', () => {
    expect(order).toHaveLength(11);
  });

  test.each([
    ['aws_iam_role.workflow-role', 'aws_sfn_state_machine.booking', 'a reference'],
    ['aws_dynamodb_table.orders', 'aws_sfn_state_machine.booking', 'depends_on'],
    ['aws_sfn_state_machine.booking', 'aws_cloudwatch_dashboard.dashboard', 'a reference within jsonencode'],
    ['aws_dynamodb_table.orders', 'aws_iam_role_policy.workflow-policy', 'a reference through a data source'],
    ['aws_cloudwatch_log_group.logs', 'aws_sfn_state_machine.booking', 'a reference within a longer string'],
  ])('orders %s before %s: %s', (first, second) => {
    expect(order).toContain(first);
    expect(order.indexOf(first)).toBeLessThan(order.indexOf(second));
  });

  test('keeps its own arguments from the configuration', () => {
    const config = (address: string) =>
      stack.resources.find((declared) => declared.address === address)?.config;
    expect(config('aws_dynamodb_table.orders')).not.toHaveProperty('lifecycle');
    expect(config('aws_sfn_state_machine.booking')).not.toHaveProperty('depends_on');
    expect(config('aws_sfn_state_machine.booking')).not.toHaveProperty('//');
  });

  test('names the region of its provider', () => {
    expect(stack.region).toBe('eu-central-1');
    expect(stack.accountId).toBeUndefined();
  });
});

test('references through locals count, and the order is that of the file otherwise', () => {
  const stack = stackOf({
    locals: { indirect: '${local.direct}', direct: 'x-${aws_c.z.id}' },
    resource: { aws_a: { y: { v: '${local.indirect}' }, x: {} }, aws_b: { w: {} }, aws_c: { z: {} } },
  });
  expect(stack.resources.map(({ address }) => address)).toEqual(['aws_c.z', 'aws_a.y', 'aws_a.x', 'aws_b.w']);
});

test('the variables of a `for` are no references', () => {
  const stack = stackOf({
    resource: { aws_a: { x: { v: '${[for k, item in aws_b.y.list : "${k}${item.z}"]}' } }, aws_b: { y: {} } },
  });
  expect(stack.resources.map(({ address }) => address)).toEqual(['aws_b.y', 'aws_a.x']);
});

test('the provider that is pinned to one account gives it', () => {
  const provider = {
    aws: [
      { alias: 'edge', region: 'us-east-1' },
      { region: 'eu-west-1', allowed_account_ids: ['123456789012'] },
    ],
  };
  const stack = stackOf({ provider });
  expect([stack.region, stack.accountId]).toEqual(['eu-west-1', '123456789012']);
});

describe('what cannot be run is said with what to do about it', () => {
  test('a folder without a stack', () => {
    const read = () => Stack.read('/nowhere/at/all');
    expect(read).toThrow(UserError);
    expect(read).toThrow(
      'There is no synthesized stack at /nowhere/at/all/cdk.tf.json (ENOENT). Synthesize it first, or name a folder that holds a cdk.tf.json.',
    );
  });

  test.each([
    ['broken JSON', '{"resource": ', /cdk\.tf\.json is not JSON \(.*\)\. Synthesize the stack again\./],
    ['JSON of another kind', '[]', 'is not a JSON object. Synthesize the stack again.'],
    [
      'a module',
      { module: { x: {} } },
      '`module` blocks are not supported locally. Declare it as a resource.',
    ],
    [
      'a resource block of another shape',
      { resource: [] },
      'cdk.tf.json: `resource` is not an object. Synthesize the stack again.',
    ],
    [
      'a type of another shape',
      { resource: { aws_a: [] } },
      'aws_a is not an object. Synthesize the stack again.',
    ],
    ['a resource without a body', { resource: { aws_a: { x: null } } }, 'aws_a.x has no configuration'],
    [
      'for_each',
      { resource: { aws_a: { x: { for_each: {} } } } },
      'aws_a.x: `for_each` is not supported locally',
    ],
    ['count', { resource: { aws_a: { x: { count: 2 } } } }, 'aws_a.x: `count` is not supported locally'],
    [
      'dynamic blocks',
      { resource: { aws_a: { x: { dynamic: {} } } } },
      'aws_a.x: `dynamic` is not supported locally',
    ],
    [
      'a syntax error deep in a resource',
      { resource: { aws_a: { x: { list: [{ deep: '${1 +}' }] } } } },
      'aws_a.x: list[0].deep: a value is missing at character 6',
    ],
    [
      'a reference to nothing',
      { resource: { aws_a: { x: { v: '${aws_b.y.arn}' } } } },
      'aws_a.x refers to aws_b.y, which the stack does not declare.',
    ],
    [
      'a dependency on nothing',
      { resource: { aws_a: { x: { depends_on: ['aws_b.y'] } } } },
      'aws_a.x refers to aws_b.y, which the stack does not declare.',
    ],
    [
      'a local value that does not exist',
      { output: { o: { value: '${local.none}' } } },
      'output.o refers to local.none, which the stack does not declare.',
    ],
    [
      'a circle of resources',
      {
        resource: {
          aws_a: { x: { v: '${aws_b.y.arn}' } },
          aws_b: { y: { depends_on: ['aws_c.z'] } },
          aws_c: { z: { v: '${aws_a.x.id}' } },
        },
      },
      "The stack's references form a circle: aws_a.x -> aws_b.y -> aws_c.z -> aws_a.x.",
    ],
    [
      'a circle of locals',
      { locals: { a: '${local.b}', b: '${local.a}' } },
      "The stack's references form a circle: local.a -> local.b -> local.a.",
    ],
  ])('%s', (_, content, problem) => {
    expect(() => Stack.read(stackFolder(content))).toThrow(problem);
  });
});
