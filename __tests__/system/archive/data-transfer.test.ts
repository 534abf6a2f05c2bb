import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportData, importData, type Json, type JsonObject, UserError } from '@keyhold/local-cloud';
import { type StartedCloud, startLocalCloud } from '@keyhold/local-cloud/testing';
import { KEYHOLD } from '../../../cli/product';
import { stackFolder } from '../../synthesize';
import { eventually, Guest } from '../client';

const APARTMENT = 'a1';
const SECRET = '/by-hand/secret';
const artifact = stackFolder('keyhold-local');

let folder: string;
let dataDirectory: string;
let exported: string;
/** The reservation that still waits in the data that every test starts with. */
let waiting: string;

const transfer = () => ({ artifact, dataDirectory, folder: exported, product: KEYHOLD });
const start = () => startLocalCloud({ artifact, dataDirectory, product: KEYHOLD });
const guestOf = (cloud: StartedCloud) => new Guest(cloud.graphqlUrl, String(cloud.outputs['apiKey']));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyhold-transfer-'));
  dataDirectory = join(folder, 'data');
  exported = join(folder, 'exported');
  const cloud = await start();
  await putApartments(cloud);
  waiting = (await guestOf(cloud).reserve(APARTMENT)).id;
  const cancelled = await guestOf(cloud).reserve('a2');
  await guestOf(cloud).cancel(cancelled.id);
  await cloud.call('ssm', 'PutParameter', { Name: SECRET, Type: 'SecureString', Value: 'hunter2' });
  await cloud.call('ssm', 'PutParameter', { Name: '/by-hand/name', Type: 'String', Value: 'Harbour' });
  await cloud.close();
  await exportData(transfer(), { secrets: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

async function putApartments(cloud: StartedCloud): Promise<void> {
  for (const id of [APARTMENT, 'a2'])
    await cloud.call('dynamodb', 'PutItem', {
      TableName: String(cloud.outputs['apartmentsTable']),
      Item: {
        Id: { S: id },
        complexId: { S: 'c1' },
        name: { S: `Apartment ${id}` },
        bedrooms: { N: '2' },
        price: { M: { amount: { N: '9000' }, currency: { S: 'EUR' } } },
        bookedStatus: { S: 'VACANT' },
      },
    });
}

const read = (service: string, from = exported) =>
  JSON.parse(readFileSync(join(from, `${service}.json`), 'utf8')) as JsonObject;

/** Every file that a service keeps below a data folder, with a digest of its content; not the folder's own lock. */
function contentOf(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('lock'))
    .map(({ name, parentPath }) => join(parentPath, name))
    .map((file) => `${file} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`);
}

/** The other folder of a test, imported into. */
function elsewhere(name: string): string {
  return join(folder, name);
}

test('the export is JSON that a person can read, for its owner alone', () => {
  const { tables } = read('dynamodb') as { tables: Record<string, { items: JsonObject[] }> };
  expect(tables['keyhold-local-apartments']?.items).toContainEqual(
    expect.objectContaining({ Id: { S: APARTMENT }, bookedStatus: { S: 'RESERVED' } }),
  );
  const { machines } = read('states') as {
    machines: { executions: { execution: JsonObject; events: Json[] }[] }[];
  };
  const held = machines[0]?.executions.find(({ execution }) => execution['name'] === waiting);
  expect(held).toMatchObject({ execution: { status: 'RUNNING' } });
  expect(held?.events[0]).toMatchObject({ id: 1, type: 'ExecutionStarted' });
  expect(JSON.parse(readFileSync(join(exported, 'keyhold-export.json'), 'utf8'))).toMatchObject({
    format: 'keyhold-local-data',
    version: 1,
    secrets: true,
  });
  for (const name of readdirSync(exported)) expect(statSync(join(exported, name)).mode & 0o777).toBe(0o600);
});

test('what is exported and imported is equal when it is exported again', async () => {
  const target = { ...transfer(), dataDirectory: elsewhere('equal') };
  await importData(target, { force: false });
  await exportData({ ...target, folder: elsewhere('again') }, { secrets: true });
  for (const service of ['dynamodb', 'states', 'ssm'])
    expect(read(service, elsewhere('again'))).toEqual(read(service));
});

test('law 2: a waiting execution that was imported goes on, and its hold ends', async () => {
  const target = { ...transfer(), dataDirectory: elsewhere('waiting') };
  await importData(target, { force: false });
  const cloud = await startLocalCloud({ artifact, dataDirectory: target.dataDirectory, product: KEYHOLD });
  const guest = guestOf(cloud);
  expect((await guest.look(waiting)).status).toBe('HELD');
  expect(await guest.bookedStatus(APARTMENT)).toBe('RESERVED');
  cloud.clock.advance(24 * 3_600_000);
  await eventually(() => guest.bookedStatus(APARTMENT), 'VACANT');
  await eventually(async () => (await guest.look(waiting)).status, 'EXPIRED');
  await cloud.close();
});

test("secrets' values stay behind unless they are asked for", async () => {
  const target = { ...transfer(), folder: elsewhere('without') };
  await exportData(target, { secrets: false });
  for (const name of readdirSync(target.folder))
    expect(readFileSync(join(target.folder, name), 'utf8')).not.toContain('hunter2');
  expect(JSON.stringify(read('ssm', target.folder))).toContain(SECRET);
  expect(JSON.stringify(read('ssm'))).toContain('hunter2');

  const imported = { ...target, dataDirectory: elsewhere('secretless') };
  await importData(imported, { force: false });
  const cloud = await startLocalCloud({ artifact, dataDirectory: imported.dataDirectory, product: KEYHOLD });
  await expect(cloud.call('ssm', 'GetParameter', { Name: '/by-hand/name' })).resolves.toMatchObject({
    Parameter: { Value: 'Harbour' },
  });
  await expect(cloud.call('ssm', 'GetParameter', { Name: SECRET })).rejects.toMatchObject({
    code: 'ParameterNotFound',
  });
  await cloud.close();
});

test('data is only replaced by force, and then wholly', async () => {
  const target = { ...transfer(), dataDirectory: elsewhere('forced') };
  const other = await startLocalCloud({ artifact, dataDirectory: target.dataDirectory, product: KEYHOLD });
  await other.call('ssm', 'PutParameter', { Name: '/other', Type: 'String', Value: 'x' });
  await other.close();
  const before = contentOf(target.dataDirectory);
  await expect(importData(target, { force: false })).rejects.toThrow(/forced holds data\. .*--force/);
  expect(contentOf(target.dataDirectory)).toEqual(before);

  await importData(target, { force: true });
  await exportData({ ...target, folder: elsewhere('after-force') }, { secrets: true });
  for (const service of ['dynamodb', 'states', 'ssm'])
    expect(read(service, elsewhere('after-force'))).toEqual(read(service));
});

test('while a cloud runs on the data folder, neither is possible, and it says so', async () => {
  const cloud = await start();
  const inUse = /data folder .* is in use by another process/;
  await expect(exportData({ ...transfer(), folder: elsewhere('busy') }, { secrets: false })).rejects.toThrow(
    inUse,
  );
  await expect(importData(transfer(), { force: true })).rejects.toThrow(inUse);
  expect(existsSync(elsewhere('busy'))).toBe(false);
  await cloud.close();
});

test('an export never overwrites anything', async () => {
  await expect(exportData(transfer(), { secrets: true })).rejects.toThrow(/exported is not empty/);
});

test('there is nothing to export where there is no data', async () => {
  const none = { ...transfer(), dataDirectory: elsewhere('none'), folder: elsewhere('nothing') };
  await expect(exportData(none, { secrets: true })).rejects.toThrow(/none holds no data/);
  expect(existsSync(none.dataDirectory)).toBe(false);
});

describe('what is wrong in an export leaves the data folder as it was', () => {
  type Change = (content: Record<string, unknown>) => unknown;
  const first = (value: unknown) => (value as JsonObject[])[0] as JsonObject;
  const manifest = 'keyhold-export.json';
  const cases: [string, string, Change, RegExp][] = [
    [
      'an unknown version',
      manifest,
      (c) => Object.assign(c, { version: 2 }),
      /version 2 of the format is not known here, only 1/,
    ],
    ['another format', manifest, (c) => Object.assign(c, { format: 'x' }), /is no manifest of an export/],
    [
      'a service that keeps nothing',
      manifest,
      (c) => Object.assign(c, { services: ['lambda'] }),
      /lambda\.json/,
    ],
    [
      'a path as a service',
      manifest,
      (c) => Object.assign(c, { services: ['../x'] }),
      /is no manifest of an export/,
    ],
    [
      'a table of another stack',
      'dynamodb',
      (c) => Object.assign(c, { tables: { foreign: { items: [{}] } } }),
      /no table foreign|foreign/,
    ],
    [
      'an item without its key',
      'dynamodb',
      (c) => Object.assign(c, { tables: { 'keyhold-local-apartments': { items: [{ name: { S: 'x' } }] } } }),
      /tables cannot be taken in: keyhold-local-apartments: .*key/,
    ],
    [
      'an item that is none',
      'dynamodb',
      (c) => Object.assign(c, { tables: { 'keyhold-local-apartments': { items: [{ Id: 'x' }] } } }),
      /./,
    ],
    [
      'a history with a gap',
      'states',
      (c) => (first(first(c['machines'])['executions'])['events'] as Json[]).shift(),
      /the history of .* is not whole/,
    ],
    [
      'a machine of another stack',
      'states',
      (c) => Object.assign(first(c['machines']), { arn: 'arn:aws:states:eu-west-1:1:stateMachine:x' }),
      /the stack has no state machine/,
    ],
    [
      'a lost revision',
      'states',
      (c) => Object.assign(first(c['machines']), { revisions: [] }),
      /runs revision .*, which is not there/,
    ],
    [
      'a parameter without a type',
      'ssm',
      (c) => delete first(c['parameters'])['type'],
      /parameters cannot be taken in: .*type/s,
    ],
  ];

  test.each(cases)('%s', async (_, file, change, message) => {
    const broken = mkdtempSync(join(folder, 'broken-'));
    for (const name of readdirSync(exported)) {
      const content = JSON.parse(readFileSync(join(exported, name), 'utf8')) as Record<string, unknown>;
      if (name === file || name === `${file}.json`) change(content);
      writeFileSync(join(broken, name), JSON.stringify(content));
    }
    const before = contentOf(dataDirectory);
    const neighbours = readdirSync(folder);
    const importing = importData({ ...transfer(), folder: broken }, { force: true });
    await expect(importing).rejects.toThrow(expect.any(UserError));
    await expect(importing).rejects.toThrow(message);
    expect(contentOf(dataDirectory)).toEqual(before);
    expect(readdirSync(folder)).toEqual(neighbours);
  });

  test('a file that is no JSON, or is not there', async () => {
    const broken = mkdtempSync(join(folder, 'broken-'));
    const importing = () => importData({ ...transfer(), folder: broken }, { force: true });
    await expect(importing()).rejects.toThrow(/There is no .*keyhold-export\.json\. Name a folder/);
    writeFileSync(join(broken, 'keyhold-export.json'), '{');
    await expect(importing()).rejects.toThrow(/keyhold-export\.json is not JSON/);
  });
});
