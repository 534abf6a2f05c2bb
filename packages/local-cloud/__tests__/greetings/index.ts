import { AwsError } from '../../core/errors';
import type { Json } from '../../core/json';
import { awsJson } from '../../core/protocols/aws-json';
import type { Service, ServiceFactory } from '../../core/service';

/** A service that AWS does not have: greetings by name. Tests put its folder among the others. */
export const services: ServiceFactory = (cloud) => {
  const names = new Map<string, Json>();
  const service: Service = {
    name: 'greetings',
    protocol: awsJson('Greetings', '1.1'),
    resourceTypes: ['aws_greeting'],
    dataSources: new Map([['aws_greeting_language', () => ({ code: 'en' })]]),
    provision: async ({ name, config }) => {
      names.set(name, config['text'] ?? null);
      return { arn: `arn:aws:greetings:${cloud.region}:${cloud.accountId}:greeting/${name}` };
    },
    permissions: ({ action }) => [{ action: `greetings:${action}`, resource: '*' }],
    handle: async ({ action, input }) => {
      if (action !== 'Greet') throw new AwsError('UnknownOperationException', `There is no ${action}.`);
      return { Text: names.get(String(input['Name'])) ?? null };
    },
    consoleRoutes: (services) => ({ 'GET /greetings': () => ({ count: names.size, services }) }),
    stop: async () => cloud.log('greetings', 'stopped'),
  };
  return [service];
};
