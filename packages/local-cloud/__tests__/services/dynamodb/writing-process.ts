import { TablesUnderTest } from './tables-under-test';

/** The process to be killed: changes a few items without end, and says after each answer which write it was. */
async function main([directory = '', life = '']: string[]): Promise<void> {
  const tables = await TablesUnderTest.open(directory);
  let answered = 0;
  const write = async (writer: number): Promise<void> => {
    for (let n = 0; ; n++) {
      const Key = { Id: { S: `item-${(writer + n) % 5}` } };
      if (n % 4 === 3) await tables.write('DeleteItem', { Key });
      else
        await tables.write('UpdateItem', {
          Key,
          UpdateExpression: 'SET writer = :w ADD writes :one',
          ExpressionAttributeValues: { ':w': { S: `${life}/${writer}/${n}` }, ':one': { N: '1' } },
        });
      process.stdout.write(`${++answered}\n`);
    }
  };
  await Promise.all([0, 1, 2, 3].map(write));
}

void main(process.argv.slice(2));
