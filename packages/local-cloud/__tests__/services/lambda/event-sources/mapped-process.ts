import { appendFileSync } from 'node:fs';
import { LocalCloud } from '../../../../cloud';

/** The process to be killed: changes items without end, and says which changes were answered, and what the function got. */
async function main([artifact = '', dataDirectory = '', account = '', life = '']: string[]): Promise<void> {
  const log = (line: string): void => {
    // A file has it at once; what is on its way through a pipe dies with the process.
    appendFileSync(account, `${line}\n`);
    if (line.startsWith('lambda: it got')) process.stdout.write('.');
  };
  const cloud = await LocalCloud.start({ artifact, dataDirectory, log });
  for (let n = 0; ; n++) {
    const Item = { Id: { S: `${life}-${n}` } };
    await cloud.call('dynamodb', 'PutItem', { TableName: 'orders', Item });
    log(`answered ${life}-${n}`);
  }
}

void main(process.argv.slice(2));
