import type { LocalCloud } from '@keyhold/local-cloud';
import { type Fact, readyText } from '@keyhold/local-cloud/cli';

/** What `npm start` prints when everything runs; the last line starts with `Ready`. */
export function summary(
  cloud: LocalCloud,
  { samples, seconds }: { samples: number; seconds: number },
): string {
  const { gatewayUrl, edgeUrl, outputs } = cloud;
  const facts: Fact[] = [
    ['Page', edgeUrl],
    ['Console', cloud.consoleUrl],
    ['GraphQL', `${gatewayUrl}/graphql`],
    ['AWS endpoint', gatewayUrl],
    ['API key', outputs['apiKey']],
    ['State machine', outputs['stateMachineArn']],
    ['Apartments', samples > 0 ? `${samples} samples, put into the empty table` : undefined],
  ];
  return readyText(cloud, facts, seconds, commands(cloud));
}

function commands({ gatewayUrl, outputs, region }: LocalCloud): string[] {
  if (typeof outputs['apiKey'] !== 'string') return [];
  const reserve =
    'mutation { reserveApartment(input: { apartmentId: \\"1234567\\", guestId: \\"me\\" }) { id status holdExpiresAt reason } }';
  return [
    '  Reserve an apartment:',
    `    curl -s ${gatewayUrl}/graphql -H 'x-api-key: ${outputs['apiKey']}' -d '{"query": "${reserve}"}'`,
    '  List the executions, by any AWS client:',
    `    AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local aws --region ${region} --endpoint-url ${gatewayUrl} stepfunctions list-executions --state-machine-arn ${outputs['stateMachineArn']}`,
    '  Stop:',
    `    Ctrl-C, or kill ${process.pid}`,
  ];
}
