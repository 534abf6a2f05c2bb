import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ARN, ParameterStoreUnderTest } from './parameter-store-under-test';

const SECRET = { name: '/app/secret', type: 'SecureString' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-cloud-ssm-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a write-only value is written once, and again only with another version', async () => {
  const first = new ParameterStoreUnderTest(folder);
  await first.provision({ ...SECRET, value_wo: 'one', value_wo_version: 1 });

  const restarted = new ParameterStoreUnderTest(folder);
  await restarted.provision({ ...SECRET, value_wo: 'two', value_wo_version: 1 });
  expect(await restarted.value('/app/secret')).toBe('one');

  await restarted.provision({ ...SECRET, value_wo: 'three', value_wo_version: 2 });
  expect(await restarted.value('/app/secret')).toBe('three');
  expect(await restarted.value('/app/secret:1')).toBe('one');

  const again = new ParameterStoreUnderTest(folder);
  const attributes = await again.provision({ ...SECRET, value_wo: 'four', value_wo_version: 2 });
  expect(await again.value('/app/secret')).toBe('three');
  expect(attributes).toMatchObject({ version: 2 });
});

test('what was put by hand since stays until the version changes', async () => {
  const store = new ParameterStoreUnderTest();
  await store.provision({ ...SECRET, value_wo: 'one', value_wo_version: 1 });
  await store.call('PutParameter', { Name: '/app/secret', Value: 'by hand', Overwrite: true });
  await store.provision({ ...SECRET, value_wo: 'two', value_wo_version: 1 });
  expect(await store.value('/app/secret')).toBe('by hand');
});

test('a plain value is written when it differs', async () => {
  const store = new ParameterStoreUnderTest();
  const config = { name: '/app/name', type: 'String' };
  expect(await store.provision({ ...config, value: 'one' })).toMatchObject({ version: 1, value: 'one' });
  expect(await store.provision({ ...config, value: 'one' })).toMatchObject({ version: 1 });
  expect(await store.provision({ ...config, value: 'two' })).toMatchObject({ version: 2, value: 'two' });
});

test('another type makes another parameter', async () => {
  const store = new ParameterStoreUnderTest();
  await store.provision({ name: '/app/secret', type: 'String', value: 'open' });
  await store.provision({ ...SECRET, value_wo: 'closed', value_wo_version: 1 });
  await expect(store.value('/app/secret')).resolves.toBe('closed');
  await expect(store.value('/app/secret:2')).rejects.toMatchObject({ code: 'ParameterVersionNotFound' });
});

test('references find its name and ARN, and nothing of a write-only value', async () => {
  const store = new ParameterStoreUnderTest();
  const attributes = await store.provision({ ...SECRET, value_wo: 'hunter2', value_wo_version: 1 });
  expect(attributes).toMatchObject({
    arn: `${ARN}/app/secret`,
    id: '/app/secret',
    value: null,
    value_wo: null,
    has_value_wo: true,
  });
  expect(JSON.stringify(attributes)).not.toContain('hunter2');
});

test('a parameter without a value is refused by its address', async () => {
  await expect(new ParameterStoreUnderTest().provision(SECRET)).rejects.toThrow(
    /^aws_ssm_parameter\.secret has no value/,
  );
});

test('the file is for its owner alone, from the first moment on, and nothing half written stays', async () => {
  const store = new ParameterStoreUnderTest(folder);
  await store.put('/a', '1');
  await store.put('/a', '2', { Overwrite: true });
  expect(readdirSync(folder)).toEqual(['parameters.json']);
  const file = join(folder, 'parameters.json');
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveLength(1);
});

describe('the data source', () => {
  const read = (store: ParameterStoreUnderTest, config: object) =>
    store.service.dataSources.get('aws_ssm_parameter')?.(
      { ...config },
      { region: 'eu-west-1', accountId: '123456789012' },
    );

  test('decrypts unless it is told not to', async () => {
    const store = new ParameterStoreUnderTest();
    await store.put('/s', 'hunter2', { Type: 'SecureString' });
    expect(read(store, { name: '/s' })).toMatchObject({ value: 'hunter2', version: 1, arn: `${ARN}/s` });
    expect(read(store, { name: '/s', with_decryption: true })).toMatchObject({ value: 'hunter2' });
    expect(read(store, { name: '/s', with_decryption: false })?.['value']).toMatch(/^AQICAH/);
  });

  test('finds nothing where there is nothing', () => {
    expect(read(new ParameterStoreUnderTest(), { name: '/none' })).toBeUndefined();
  });
});
