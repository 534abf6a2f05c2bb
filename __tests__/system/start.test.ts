import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { type StartedCloud, startLocalCloud } from '@keyhold/local-cloud/testing';
import { KEYHOLD } from '../../cli/product';
import { stackFolder } from '../synthesize';

const artifact = stackFolder('keyhold-local');

let clouds: StartedCloud[] = [];
afterEach(async () => {
  for (const cloud of clouds) await cloud.close();
  clouds = [];
});

async function start(): Promise<StartedCloud> {
  const cloud = await startLocalCloud({ artifact, product: KEYHOLD });
  clouds.push(cloud);
  return cloud;
}

test('two run side by side: ports, data and clock of each are its own', async () => {
  const [one, two] = [await start(), await start()];
  expect(one.gatewayUrl).not.toBe(two.gatewayUrl);
  const table = { TableName: String(one.outputs['apartmentsTable']) };
  await one.call('dynamodb', 'PutItem', { ...table, Item: { Id: { S: 'a1' } } });
  await expect(one.call('dynamodb', 'Scan', table)).resolves.toMatchObject({ Count: 1 });
  await expect(two.call('dynamodb', 'Scan', table)).resolves.toMatchObject({ Count: 0 });
  one.clock.advance(3_600_000);
  expect(one.clock.now() - two.clock.now()).toBeGreaterThan(3_500_000);
});

test("an AWS client that reads AWS's own variables finds it", async () => {
  const cloud = await start();
  const { AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = cloud.variables;
  const client = new DynamoDBClient({
    endpoint: String(AWS_ENDPOINT_URL),
    region: String(AWS_REGION),
    credentials: { accessKeyId: String(AWS_ACCESS_KEY_ID), secretAccessKey: String(AWS_SECRET_ACCESS_KEY) },
  });
  const { TableNames } = await client.send(new ListTablesCommand({}));
  client.destroy();
  expect(TableNames).toContain(cloud.variables['KEYHOLD_APARTMENTS_TABLE']);
  expect(cloud.calls.map(({ action }) => action)).toContain('ListTables');
});

test('the variables name the site, the API and the outputs', async () => {
  const cloud = await start();
  expect(cloud.variables).toMatchObject({
    KEYHOLD_SITE_URL: cloud.siteUrl,
    KEYHOLD_GATEWAY_URL: cloud.gatewayUrl,
    KEYHOLD_GRAPHQL_URL: `${cloud.gatewayUrl}/graphql`,
    KEYHOLD_API_KEY: cloud.outputs['apiKey'],
    KEYHOLD_STATE_MACHINE_ARN: cloud.outputs['stateMachineArn'],
  });
});

test('after close nobody answers, and closing again is no error', async () => {
  const cloud = await start();
  await cloud.close();
  await cloud.close();
  await expect(fetch(cloud.gatewayUrl)).rejects.toThrow();
});
