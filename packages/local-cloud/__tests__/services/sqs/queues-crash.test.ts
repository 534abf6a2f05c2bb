import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { QueuesUnderTest } from './queues-under-test';

const PROCESS = join(__dirname, 'sending-process.ts');
const TWELVE_HOURS_MS = 43_200_000;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'local-cloud-queues-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Lets a process send and delete until it has said so much, and kills it in the middle of what it does. */
async function live(life: number, sentences: number): Promise<string[]> {
  const account = join(directory, `life-${life}`);
  const data = join(directory, 'data');
  const child = spawn(process.execPath, ['-r', 'tsx/cjs', PROCESS, data, account, String(life)]);
  let said = 0;
  const closed = once(child, 'close');
  for await (const chunk of child.stdout) {
    said += String(chunk).length;
    if (said >= sentences) child.kill('SIGKILL');
  }
  await closed;
  return readFileSync(account, 'utf8').split('\n').slice(0, -1);
}

test('over kills every message that was answered is there, and none that was deleted', async () => {
  const said: string[] = [];
  for (const [life, sentences] of [3, 100, 400].entries()) said.push(...(await live(life, sentences)));
  const of = (what: string) =>
    new Set(said.filter((line) => line.startsWith(`${what} `)).map((line) => line.split(' ')[1]));
  const [sending, sent, deleting, deleted] = ['sending', 'sent', 'deleting', 'deleted'].map(of);
  const kept = new Set(await everything());
  const lost = [...(sent ?? [])].filter((body) => !kept.has(body) && !deleting?.has(body));
  const risen = [...kept].filter((body) => deleted?.has(body) || !sending?.has(body));
  expect({ lost, risen }).toEqual({ lost: [], risen: [] });
  expect(deleted?.size).toBeGreaterThan(10);
  expect(kept.size).toBeGreaterThan(10);
});

async function everything(): Promise<(string | undefined)[]> {
  const queues = await QueuesUnderTest.open(join(directory, 'data'));
  const { url: QueueUrl } = await queues.add('tasks', { visibility_timeout_seconds: 43_200 });
  // Those that somebody had received come back.
  queues.clock.advance(TWELVE_HOURS_MS);
  const found: Message[] = [];
  for (;;) {
    const input = { QueueUrl, MaxNumberOfMessages: 10 };
    const { Messages = [] } = await queues.client.send(new ReceiveMessageCommand(input));
    if (Messages.length === 0) break;
    found.push(...Messages);
  }
  await queues.stop();
  return found.map(({ Body }) => Body);
}
