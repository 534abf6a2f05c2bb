import { policyDocument } from '../../terraform/data-sources/policy-document';
import documents from './fixtures/policy-documents.json';

describe('a policy document is rendered byte for byte as by the AWS provider', () => {
  // Recorded from `data.aws_iam_policy_document.*.json` of the AWS provider 5.100.0.
  test.each(documents)('$name', ({ config, json }) => {
    expect(policyDocument(config).json).toBe(json);
  });
});

test('minified_json is the same without white space', () => {
  const { json, minified_json: minified } = policyDocument({
    statement: [{ actions: ['a:b'], resources: ['<*>'] }],
  });
  expect(minified).toBe(
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:b","Resource":"\\u003c*\\u003e"}]}',
  );
  expect(JSON.parse(String(json))).toEqual(JSON.parse(String(minified)));
});

describe('what the provider refuses is refused', () => {
  const twice = [
    { sid: 'Same', actions: ['a:b'] },
    { sid: 'Same', actions: ['a:c'] },
  ];
  test.each([
    ['a Sid used twice', { statement: twice }, 'the Sid "Same" is used twice'],
    [
      'a Sid in two source documents',
      { source_policy_documents: ['{"Statement":[{"Sid":"S"}]}', '{"Statement":[{"Sid":"S"}]}'] },
      'the Sid "S" is used twice',
    ],
    [
      'text that is not JSON',
      { source_policy_documents: ['{'] },
      'source_policy_documents[0] is not a policy in JSON',
    ],
    [
      'a statement that is no list',
      { override_policy_documents: ['{"Statement":{"Effect":"Allow"}}'] },
      'override_policy_documents[0]: its Statement is no list of statements',
    ],
  ])('%s', (_, config, problem) => {
    expect(() => policyDocument(config)).toThrow(problem);
  });
});
