import { parsePolicy } from '../../../core/policy/parse';

const identity = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const good = { Effect: 'Allow', Action: 'a:b', Resource: '*' };

test('without its Version a policy has no variables', () => {
  const [statement] = parsePolicy(
    JSON.stringify({ Statement: { ...good, Resource: 'arn:aws:s3:::b/${aws:username}' } }),
    'identity',
  );
  expect(statement?.resource.patterns).toEqual(['arn:aws:s3:::b/${$}{aws:username}']);
});

test('one statement may stand without a list', () => {
  expect(parsePolicy(JSON.stringify({ Statement: good }), 'identity')).toEqual(
    parsePolicy(identity(good), 'identity'),
  );
});

describe('a policy that AWS would refuse is refused with its place', () => {
  test.each([
    ['text that is not JSON', '{', 'it is not a JSON object'],
    ['another kind of JSON', '[]', 'it is not a JSON object'],
    ['no statement', '{}', 'it has no Statement'],
    ['a statement that is no object', '{"Statement":[1]}', 'statement 1 is no object'],
    ['an element that is none', '{"Statement":[],"Statements":[]}', 'Statements is no element of a policy'],
    [
      'an element of a statement that is none',
      identity({ ...good, Conditions: {} }),
      'statement 1: Conditions is no element of a statement',
    ],
    ['an unknown version', '{"Version":"2026-01-01","Statement":[]}', 'its Version is neither'],
    [
      'no Effect',
      identity({ ...good, Effect: undefined }),
      'statement 1: its Effect is neither Allow nor Deny',
    ],
    [
      'an Effect in another case',
      identity({ ...good, Effect: 'allow' }),
      'its Effect is neither Allow nor Deny',
    ],
    ['no Action', identity({ ...good, Action: undefined }), 'statement 1 needs either Action or NotAction'],
    [
      'Action and NotAction',
      identity({ ...good, NotAction: 'a:c' }),
      'statement 1 needs either Action or NotAction',
    ],
    [
      'no Resource',
      identity({ ...good, Resource: undefined }),
      'statement 1 needs either Resource or NotResource',
    ],
    [
      'an action without its service',
      identity({ ...good, Action: 'UpdateItem' }),
      'the action UpdateItem does not name its service',
    ],
    [
      'a resource that is no ARN',
      identity({ ...good, Resource: 'orders' }),
      'the resource orders is neither an ARN nor *',
    ],
    ['a Principal', identity({ ...good, Principal: '*' }), 'a policy of a role has no Principal'],
    ['a Sid that is no string', identity({ ...good, Sid: 1 }), 'its Sid is no string'],
    ['a Condition that is no object', identity({ ...good, Condition: [] }), 'its Condition is no object'],
    ['an operator that is no object', identity({ ...good, Condition: { Bool: 'x' } }), 'Bool is no object'],
    [
      'a value that is an object',
      identity({ ...good, Action: [{}] }),
      'statement 1: Action is neither a string nor a list of strings',
    ],
    [
      'a Sid used twice',
      JSON.stringify({
        Statement: [
          { ...good, Sid: 'S' },
          { ...good, Sid: 'S' },
        ],
      }),
      'the Sid S is used twice',
    ],
  ])('%s', (_, json, problem) => {
    expect(() => parsePolicy(json, 'identity')).toThrow(
      expect.objectContaining({ name: 'MalformedPolicy', message: expect.stringContaining(problem) }),
    );
  });

  test.each([
    ['a trust policy with a Resource', { ...good, Principal: '*' }, 'a trust policy has no Resource'],
    ['a trust policy without a Principal', { ...good, Resource: undefined }, 'needs a Principal such as'],
    [
      'a principal of an unknown kind',
      { ...good, Resource: undefined, Principal: { User: 'ann' } },
      'User is no kind of principal',
    ],
    [
      'a principal with a wildcard',
      { ...good, Resource: undefined, Principal: { AWS: 'arn:aws:iam::123456789012:role/*' } },
      'has a wildcard',
    ],
    [
      'Principal and NotPrincipal',
      { ...good, Resource: undefined, Principal: '*', NotPrincipal: '*' },
      'has both Principal and NotPrincipal',
    ],
  ])('%s', (_, statement, problem) => {
    expect(() => parsePolicy(identity(statement), 'trust')).toThrow(problem);
  });
});
