import type { Json } from '../../core/json';
import { EPHEMERAL_PASSWORDS } from '../../services/secretsmanager/secretsmanager';
import { Evaluation } from '../../terraform/evaluation';
import { SETTINGS, stackOf } from './stack-folder';

const PASSWORD = {
  aws_secretsmanager_random_password: { origin: { password_length: 40, exclude_punctuation: true } },
};
const REFERENCE = '${ephemeral.aws_secretsmanager_random_password.origin.random_password}';

const parameter = (config: object) => ({ aws_ssm_parameter: { secret: { name: '/s', ...config } } });

function valuesOf(document: object, name: string): Json[] {
  const stack = stackOf(document);
  const evaluation = new Evaluation(stack, { ...SETTINGS, ephemeralResources: EPHEMERAL_PASSWORDS });
  return stack.resources.map((declared) => evaluation.resource(declared).config[name] ?? null);
}

test('a write-only argument gets the value of an ephemeral resource, as configured', () => {
  const [value] = valuesOf({ ephemeral: PASSWORD, resource: parameter({ value_wo: REFERENCE }) }, 'value_wo');
  expect(value).toMatch(/^[A-Za-z0-9]{40}$/);
});

test('within a run it is one value, in the next another', () => {
  const document = {
    ephemeral: PASSWORD,
    locals: { password: REFERENCE },
    resource: {
      aws_ssm_parameter: {
        one: { value_wo: REFERENCE, value_wo_version: 1 },
        two: { value_wo: '${local.password}', value_wo_version: 1 },
      },
    },
  };
  const [one, two] = valuesOf(document, 'value_wo');
  expect(two).toBe(one);
  expect(valuesOf(document, 'value_wo')[0]).not.toBe(one);
});

test('an ephemeral resource comes after what it refers to itself', () => {
  const stack = stackOf({
    ephemeral: { aws_secretsmanager_random_password: { p: { exclude_characters: '${aws_b.first.id}' } } },
    resource: {
      aws_a: { last: { value_wo: '${ephemeral.aws_secretsmanager_random_password.p.random_password}' } },
      aws_b: { first: {} },
    },
  });
  expect(stack.resources.map(({ address }) => address)).toEqual(['aws_b.first', 'aws_a.last']);
});

test('a data source is read only after what it depends on', () => {
  const stack = stackOf({
    data: { aws_ssm_parameter: { secret: { name: '/s', depends_on: ['aws_ssm_parameter.secret'] } } },
    resource: {
      aws_a: { header: { value: '${data.aws_ssm_parameter.secret.value}' } },
      ...parameter({ value_wo: 'x', value_wo_version: 1 }),
    },
  });
  const [first, second] = stack.resources;
  expect([first?.address, second?.address]).toEqual(['aws_ssm_parameter.secret', 'aws_a.header']);
});

describe('refused in one sentence that names it', () => {
  test.each([
    [
      'a type that no service opens',
      {
        ephemeral: { aws_kms_secrets: { x: {} } },
        resource: parameter({ value_wo: '${ephemeral.aws_kms_secrets.x.plaintext}' }),
      },
      'ephemeral.aws_kms_secrets.x: the ephemeral resource `aws_kms_secrets` is not supported locally',
    ],
    [
      'one that is not declared',
      { resource: parameter({ value_wo: REFERENCE }) },
      'aws_ssm_parameter.secret refers to ephemeral.aws_secretsmanager_random_password.origin, which the stack does not declare.',
    ],
    [
      'an argument that is kept',
      { ephemeral: PASSWORD, resource: parameter({ value: REFERENCE }) },
      "aws_ssm_parameter.secret would keep ephemeral.aws_secretsmanager_random_password.origin, an ephemeral value, in Terraform's plan and state. Give it to write-only arguments (…_wo) alone.",
    ],
    [
      'an argument that is kept, through a local value',
      {
        ephemeral: PASSWORD,
        locals: { p: REFERENCE },
        resource: parameter({ description: 'is ${local.p}' }),
      },
      'aws_ssm_parameter.secret would keep ephemeral.',
    ],
    [
      'an output',
      { ephemeral: PASSWORD, output: { password: { value: REFERENCE } } },
      'output.password would keep ephemeral.',
    ],
  ])('%s', (_, document, message) => {
    expect(() => valuesOf(document, 'value')).toThrow(expect.objectContaining({ code: 'StackUnusable' }));
    expect(() => valuesOf(document, 'value')).toThrow(message);
  });
});
