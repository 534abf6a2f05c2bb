import type { JsonObject } from '../../../core/json';
import { ARN, ParameterStoreUnderTest } from './parameter-store-under-test';

let store: ParameterStoreUnderTest;
beforeEach(() => {
  store = new ParameterStoreUnderTest();
});

test('what is put is got, as AWS describes it', async () => {
  expect(await store.put('/shop/name', 'Harbour')).toEqual({ Version: 1, Tier: 'Standard' });
  expect(await store.call('GetParameter', { Name: '/shop/name' })).toEqual({
    Parameter: {
      Name: '/shop/name',
      Type: 'String',
      Value: 'Harbour',
      Version: 1,
      LastModifiedDate: expect.closeTo(Date.now() / 1000, -1),
      ARN: `${ARN}/shop/name`,
      DataType: 'text',
    },
  });
});

test('overwriting makes a new version, and the old ones can still be read', async () => {
  await store.put('/a', 'one');
  expect(await store.call('PutParameter', { Name: '/a', Value: 'two', Overwrite: true })).toMatchObject({
    Version: 2,
  });
  expect(await store.value('/a')).toBe('two');
  expect(await store.call('GetParameter', { Name: '/a:1' })).toMatchObject({
    Parameter: { Value: 'one', Version: 1, Selector: ':1', Name: '/a' },
  });
  await expect(store.value('/a:3')).rejects.toMatchObject({ code: 'ParameterVersionNotFound' });
});

test('a hundred versions are kept', async () => {
  for (let version = 1; version <= 102; version++) await store.put('/a', `${version}`, { Overwrite: true });
  await expect(store.value('/a:2')).rejects.toMatchObject({ code: 'ParameterVersionNotFound' });
  expect(await store.value('/a:3')).toBe('3');
});

test('a SecureString is opaque unless its decryption is asked for', async () => {
  await store.put('/secret', 'hunter2', { Type: 'SecureString' });
  expect(await store.value('/secret')).toBe('hunter2');
  const opaque = await store.value('/secret', { WithDecryption: false });
  expect(opaque).toMatch(/^AQICAHh[A-Za-z0-9+/=]{100,}$/);
  expect(Buffer.from(String(opaque), 'base64').toString('latin1')).not.toContain('hunter2');
  expect(await store.value('/secret', { WithDecryption: false })).toBe(opaque);
});

test('a parameter is found by its ARN', async () => {
  await store.put('/a/b', 'path');
  await store.put('plain', 'bare');
  expect(await store.value(`${ARN}/a/b`)).toBe('path');
  expect(await store.value(`${ARN}/a/b:1`)).toBe('path');
  expect(await store.value(`${ARN}/plain`)).toBe('bare');
});

test('GetParameters tells which names there are not', async () => {
  await store.put('/a', '1');
  await store.put('/b', 'x,y', { Type: 'StringList' });
  const answer = await store.call('GetParameters', { Names: ['/b', '/none', '/a', '/a:9'] });
  expect(answer).toMatchObject({
    Parameters: [{ Name: '/b', Value: 'x,y' }, { Name: '/a' }],
    InvalidParameters: ['/none', '/a:9'],
  });
});

describe('by path', () => {
  beforeEach(async () => {
    for (const name of ['/app/x', '/app/y', '/app/deep/z', '/apple', '/other']) await store.put(name, name);
  });
  const names = ({ Parameters }: JsonObject) => (Parameters as JsonObject[]).map(({ Name }) => Name);

  test.each([
    ['one level', { Path: '/app' }, ['/app/x', '/app/y']],
    ['one level, with a slash at the end', { Path: '/app/' }, ['/app/x', '/app/y']],
    ['all levels', { Path: '/app', Recursive: true }, ['/app/deep/z', '/app/x', '/app/y']],
    ['the root', { Path: '/' }, ['/apple', '/other']],
    ['nothing', { Path: '/none' }, []],
  ])('%s', async (_, input, expected) => {
    expect(names(await store.call('GetParametersByPath', input))).toEqual(expected);
  });

  test('page by page, without losing any', async () => {
    const seen: unknown[] = [];
    let NextToken: string | undefined;
    do {
      const page = await store.call('GetParametersByPath', {
        Path: '/',
        Recursive: true,
        MaxResults: 2,
        ...(NextToken !== undefined && { NextToken }),
      });
      seen.push(...names(page));
      NextToken = page['NextToken'] as string | undefined;
    } while (NextToken !== undefined);
    expect(seen).toEqual(['/app/deep/z', '/app/x', '/app/y', '/apple', '/other']);
  });

  test.each([
    ['BeginsWith', { Key: 'Name', Option: 'BeginsWith', Values: ['/app'] }, 4],
    ['Contains', { Key: 'Name', Option: 'Contains', Values: ['ppl'] }, 1],
    ['Equals', { Key: 'Name', Values: ['/apple', '/other'] }, 2],
    ['a type', { Key: 'Type', Values: ['SecureString'] }, 0],
    ['a path', { Key: 'Path', Option: 'Recursive', Values: ['/app'] }, 3],
  ])('DescribeParameters filters by %s', async (_, filter, count) => {
    const answer = await store.call('DescribeParameters', { ParameterFilters: [filter] });
    expect(answer['Parameters']).toHaveLength(count);
  });

  test('DescribeParameters never tells a value', async () => {
    await store.put('/app/secret', 'hunter2', { Type: 'SecureString', Description: 'a secret' });
    const answer = await store.call('DescribeParameters', {});
    expect(JSON.stringify(answer)).not.toContain('hunter2');
    expect(answer['Parameters']).toContainEqual(
      expect.objectContaining({ Name: '/app/secret', KeyId: 'alias/aws/ssm', Description: 'a secret' }),
    );
  });
});

test('what is deleted is gone', async () => {
  await store.put('/a', '1');
  expect(await store.call('DeleteParameter', { Name: '/a' })).toEqual({});
  await expect(store.value('/a')).rejects.toMatchObject({ code: 'ParameterNotFound', statusCode: 400 });
  await expect(store.call('DeleteParameter', { Name: '/a' })).rejects.toMatchObject({
    code: 'ParameterNotFound',
  });
});

test.each<[string, string, JsonObject, string]>([
  ['put again', 'PutParameter', { Name: '/kept', Value: '2', Type: 'String' }, 'ParameterAlreadyExists'],
  [
    'of another type',
    'PutParameter',
    { Name: '/kept', Value: '2', Type: 'SecureString', Overwrite: true },
    'HierarchyTypeMismatchException',
  ],
  ['without a type', 'PutParameter', { Name: '/new', Value: '1' }, 'ValidationException'],
  [
    'of a type there is not',
    'PutParameter',
    { Name: '/n', Value: '1', Type: 'Secret' },
    'ValidationException',
  ],
  ['without a value', 'PutParameter', { Name: '/n', Type: 'String' }, 'ValidationException'],
  ['empty', 'PutParameter', { Name: '/n', Type: 'String', Value: '' }, 'ValidationException'],
  ['reserved', 'PutParameter', { Name: '/aws/n', Type: 'String', Value: '1' }, 'ValidationException'],
  ['with a space', 'PutParameter', { Name: '/a b', Type: 'String', Value: '1' }, 'ValidationException'],
  [
    'without its first slash',
    'PutParameter',
    { Name: 'a/b', Type: 'String', Value: '1' },
    'ValidationException',
  ],
  [
    'too deep',
    'PutParameter',
    { Name: '/x'.repeat(16), Type: 'String', Value: '1' },
    'HierarchyLevelLimitExceededException',
  ],
  [
    'too large',
    'PutParameter',
    { Name: '/n', Type: 'String', Value: 'x'.repeat(4097) },
    'ValidationException',
  ],
  [
    'not of its pattern',
    'PutParameter',
    { Name: '/n', Type: 'String', Value: 'x', AllowedPattern: '^\\d+$' },
    'ParameterPatternMismatchException',
  ],
  [
    'with policies',
    'PutParameter',
    { Name: '/n', Type: 'String', Value: 'x', Policies: '[]' },
    'ValidationException',
  ],
  [
    'under an alias',
    'PutParameter',
    { Name: '/n', Type: 'SecureString', Value: 'x', KeyId: 'alias/k' },
    'InvalidKeyId',
  ],
  ['not there', 'GetParameter', { Name: '/none' }, 'ParameterNotFound'],
  ['by a label', 'GetParameter', { Name: '/kept:prod' }, 'ValidationException'],
  ['eleven at once', 'GetParameters', { Names: Array(11).fill('/kept') }, 'ValidationException'],
  ['the same twice', 'GetParameters', { Names: ['/kept', '/kept'] }, 'ValidationException'],
  ['eleven a page', 'GetParametersByPath', { Path: '/', MaxResults: 11 }, 'ValidationException'],
  ['a token not ours', 'GetParametersByPath', { Path: '/', NextToken: 'x' }, 'InvalidNextToken'],
  [
    'a filter there is not',
    'DescribeParameters',
    { ParameterFilters: [{ Key: 'tag:x' }] },
    'InvalidFilterKey',
  ],
  ['not run locally', 'LabelParameterVersion', {}, 'UnknownOperationException'],
])('refused: %s (%s)', async (_, action, input, code) => {
  await store.put('/kept', '1');
  await expect(store.call(action, input)).rejects.toMatchObject({ code });
});

test('Intelligent-Tiering takes the advanced tier for what is too large for the standard one', async () => {
  const large = { Tier: 'Intelligent-Tiering', Type: 'String' };
  expect(await store.put('/l', 'x'.repeat(5000), large)).toMatchObject({ Tier: 'Advanced' });
  expect(await store.put('/s', 'x', large)).toMatchObject({ Tier: 'Standard' });
});

test.each<[string, JsonObject, string[]]>([
  ['GetParameter', { Name: '/a/b' }, [`ssm:GetParameter ${ARN}/a/b`]],
  ['GetParameter', { Name: `${ARN}/a/b:2` }, [`ssm:GetParameter ${ARN}/a/b`]],
  ['GetParameters', { Names: ['/a', 'b'] }, [`ssm:GetParameters ${ARN}/a`, `ssm:GetParameters ${ARN}/b`]],
  ['GetParametersByPath', { Path: '/a/' }, [`ssm:GetParametersByPath ${ARN}/a`]],
  ['DescribeParameters', {}, ['ssm:DescribeParameters *']],
  ['PutParameter', { Name: '/a' }, [`ssm:PutParameter ${ARN}/a`]],
  ['DeleteParameter', { Name: '/a' }, [`ssm:DeleteParameter ${ARN}/a`]],
  ['LabelParameterVersion', {}, ['ssm:LabelParameterVersion *']],
])('%s of %j asks IAM for exactly that', (action, input, expected) => {
  expect(store.permissions(action, input)).toEqual(expected);
});

test("a key of the account's own asks IAM for its use as well, the managed one does not", async () => {
  const key = 'arn:aws:kms:eu-west-1:123456789012:key/k1';
  await store.put('/p/own', 'x', { Type: 'SecureString', KeyId: 'k1' });
  await store.put('/p/managed', 'x', { Type: 'SecureString' });
  const decrypt = (action: string, input: JsonObject) =>
    store.permissions(action, { ...input, WithDecryption: true }).filter((text) => text.startsWith('kms:'));
  expect(decrypt('GetParameter', { Name: '/p/own' })).toEqual([`kms:Decrypt ${key}`]);
  expect(decrypt('GetParameter', { Name: '/p/managed' })).toEqual([]);
  expect(decrypt('GetParametersByPath', { Path: '/p' })).toEqual([`kms:Decrypt ${key}`]);
  expect(store.permissions('PutParameter', { Name: '/n', KeyId: key })).toContain(`kms:Encrypt ${key}`);
});
