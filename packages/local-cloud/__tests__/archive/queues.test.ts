import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportData, importData } from '../../archive/data-transfer';
import type { JsonObject } from '../../core/json';
import { startLocalCloud } from '../../testing/started-cloud';

const stack = (queue: string) => ({
  provider: { aws: [{ region: 'eu-west-1' }] },
  resource: { aws_sqs_queue: { jobs: { name: queue } } },
  output: { jobs: { value: '${aws_sqs_queue.jobs.url}' } },
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-cloud-queues-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function use(queue: string): string {
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(stack(queue)));
  return folder;
}

async function exportedFrom(queue: string): Promise<string> {
  const dataDirectory = join(folder, 'data');
  const cloud = await startLocalCloud({ artifact: use(queue), dataDirectory });
  await cloud.call('sqs', 'SendMessage', { QueueUrl: String(cloud.outputs['jobs']), MessageBody: 'refund' });
  await cloud.close();
  const exported = join(folder, 'exported');
  await exportData({ artifact: folder, dataDirectory, folder: exported }, { secrets: false });
  return exported;
}

test('a message that waits in a queue can be received where it is imported', async () => {
  const exported = await exportedFrom('jobs');
  expect(JSON.parse(readFileSync(join(exported, 'sqs.json'), 'utf8'))).toMatchObject({
    queues: { jobs: { messages: [{ body: 'refund', receiveCount: 0 }] } },
  });
  const dataDirectory = join(folder, 'other');
  await importData({ artifact: folder, dataDirectory, folder: exported }, { force: false });
  const cloud = await startLocalCloud({ artifact: folder, dataDirectory });
  const QueueUrl = String(cloud.outputs['jobs']);
  const answer = (await cloud.call('sqs', 'ReceiveMessage', { QueueUrl })) as { Messages: JsonObject[] };
  expect(answer.Messages).toMatchObject([{ Body: 'refund' }]);
  await cloud.close();
});

test('messages of a queue that the stack does not have are refused', async () => {
  const exported = await exportedFrom('jobs');
  const transfer = { artifact: use('others'), dataDirectory: join(folder, 'other'), folder: exported };
  await expect(importData(transfer, { force: false })).rejects.toThrow(/the stack has no queue jobs\./);
});
