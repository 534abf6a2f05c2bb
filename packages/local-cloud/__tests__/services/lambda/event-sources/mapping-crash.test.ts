import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GotRecord, MappedCloud, STREAM } from './mapped-cloud';

const PROCESS = join(__dirname, 'mapped-process.ts');
const GOT = /^lambda: it got (.*)$/;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'local-cloud-mapping-crash-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Lets a process work until the function has got so many batches, and kills it in the middle of what it does. */
async function live(folder: string, life: number, batches: number): Promise<string[]> {
  const account = join(directory, `life-${life}`);
  const data = join(directory, 'data');
  const child = spawn(process.execPath, ['-r', 'tsx/cjs', PROCESS, folder, data, account, String(life)]);
  let got = 0;
  const closed = once(child, 'close');
  for await (const chunk of child.stdout) {
    got += String(chunk).length;
    if (got >= batches) child.kill('SIGKILL');
  }
  await closed;
  return readFileSync(account, 'utf8').split('\n').slice(0, -1);
}

test('over kills every change comes to the function, in its order, and hardly any twice', async () => {
  const cloud = await MappedCloud.start({ mapping: { ...STREAM, batch_size: 10 } }, join(directory, 'data'));
  await cloud.close();
  const said: string[] = [];
  for (const [life, batches] of [1, 7, 20].entries()) said.push(...(await live(cloud.folder, life, batches)));
  await cloud.open();
  await cloud.put('last');
  await cloud.until(() => cloud.gotIds().flat().includes('last'));
  const records = [...said, ...cloud.log].flatMap((line) => {
    const text = GOT.exec(line)?.[1];
    return text === undefined ? [] : (JSON.parse(text) as GotRecord[]);
  });
  await cloud.end();
  const got = new Set(records.map(({ dynamodb }) => dynamodb.Keys.Id.S));
  const answered = said.flatMap((line) => /^answered (.*)$/.exec(line)?.[1] ?? []);
  expect(answered.filter((id) => !got.has(id))).toEqual([]);
  const first = [...new Set(records.map(({ dynamodb }) => dynamodb.SequenceNumber))];
  expect(first).toEqual(first.toSorted());
  // At each kill one batch was under way at most.
  expect(records.length - first.length).toBeLessThanOrEqual(3 * 10);
});
