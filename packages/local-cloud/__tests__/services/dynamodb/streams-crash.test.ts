import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replayed, TablesUnderTest } from './tables-under-test';

const PROCESS = join(__dirname, 'writing-process.ts');

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'local-cloud-streams-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Lets a process write until it has had so many answers, and kills it in the middle of what it does. */
async function live(life: number, answers: number): Promise<number> {
  const child = spawn(process.execPath, ['-r', 'tsx/cjs', PROCESS, directory, String(life)]);
  let said = '';
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  const closed = once(child, 'close');
  for await (const chunk of child.stdout) {
    said += chunk;
    if (said.split('\n').length > answers) child.kill('SIGKILL');
  }
  await closed;
  expect(complaint).toBe('');
  return said.split('\n').length - 1;
}

test('over kills no change is lost, and none is told that did not happen', async () => {
  let answered = 0;
  let told = 0;
  for (const [life, answers] of [1, 57, 230].entries()) {
    answered += await live(life, answers);
    const tables = await TablesUnderTest.open(directory);
    const records = await tables.records();
    const items = replayed(records);
    const kept = await tables.items();
    expect(items.size).toBe(kept.length);
    expect([...items.values()]).toEqual(expect.arrayContaining(kept));
    expect(records.length).toBeGreaterThan(told);
    told = records.length;
    await tables.stop();
  }
  // A quarter are deletes, some of them of what is not there; every other write is a change.
  expect(told).toBeGreaterThanOrEqual(Math.floor((answered * 3) / 4) - 4);
});
