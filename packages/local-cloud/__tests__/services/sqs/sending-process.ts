import { appendFileSync } from 'node:fs';
import { Clock } from '../../../core/clock';
import type { JsonObject } from '../../../core/json';
import type { Cloud } from '../../../core/service';
import { sqs } from '../../../services/sqs/sqs';

/** The process to be killed: sends, receives and deletes without end, and says what was answered. */
async function main([directory = '', account = '', life = '']: string[]): Promise<void> {
  const cloud: Cloud = {
    region: 'eu-central-1',
    accountId: '000000000000',
    clock: new Clock(),
    artifactDirectory: '',
    dataDirectory: () => directory,
    endpoint: () => 'http://127.0.0.1:1',
    call: async () => ({ UserId: 'AIDADEVELOPER' }),
    send: () => Promise.reject(new Error('SQS sends no request')),
    emit: () => undefined,
    allows: () => true,
    assumeRole: () => {
      throw new Error('SQS assumes no role');
    },
    log: () => undefined,
  };
  const service = sqs(cloud);
  const name = 'tasks';
  const config = { name, visibility_timeout_seconds: 43_200 };
  await service.provision({ type: 'aws_sqs_queue', name, address: 'aws_sqs_queue.tasks', config });
  const principal = { kind: 'developer' } as const;
  const call = async (action: string, input: JsonObject) => {
    const given = { QueueUrl: name, ...input };
    return (await service.handle({
      action,
      input: given,
      principal,
      requestId: 'r',
      traceId: 't',
    })) as JsonObject;
  };
  const say = (what: string): void => {
    // A file has it at once; what is on its way through a pipe dies with the process.
    appendFileSync(account, `${what}\n`);
    process.stdout.write('.');
  };
  const work = async (worker: number): Promise<void> => {
    for (let n = 0; ; n++) {
      const body = `${life}/${worker}/${n}`;
      say(`sending ${body}`);
      await call('SendMessage', { MessageBody: body });
      say(`sent ${body}`);
      if (n % 2 === 0) continue;
      const { Messages = [] } = await call('ReceiveMessage', {});
      const [message] = Messages as { Body: string; ReceiptHandle: string }[];
      if (!message) continue;
      say(`deleting ${message.Body}`);
      await call('DeleteMessage', { ReceiptHandle: message.ReceiptHandle });
      say(`deleted ${message.Body}`);
    }
  };
  await Promise.all([0, 1, 2, 3].map(work));
}

void main(process.argv.slice(2));
