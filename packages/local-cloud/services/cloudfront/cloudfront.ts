import { AwsError } from '../../core/errors';
import { isLoopback } from '../../core/http/loopback';
import type { Json } from '../../core/json';
import type { Permission } from '../../core/principals';
import type { Attributes, Cloud, Resource, Service, ServiceCall } from '../../core/service';
import { Invalidations } from './api/invalidations';
import { restXml } from './api/rest-xml';
import { cacheRoutes, type EdgeCache } from './console';
import { EdgeLocation } from './edge/edge-location';
import { EdgeVisits } from './edge/edge-visits';
import { ObjectCache } from './edge/object-cache';
import { Statistics } from './edge/statistics';
import { ViewerServer } from './edge/viewer-server';
import { Sandbox } from './functions/sandbox';
import { MANAGED_POLICY_SOURCES } from './managed-policies';
import type { EdgeDistribution } from './model/distribution';
import { Provisioning } from './provisioning';

/** The distributions of a stack and the one edge location that serves them. */
export interface CloudFront extends Service, EdgeCache {
  /** Opens the viewers' port on 127.0.0.1; 0 for any free one. Answers its URL. @throws UserError where the port is taken */
  listen(port: number): Promise<string>;
}

/** CloudFront: one edge location on this machine. */
export function cloudFront(cloud: Cloud): CloudFront {
  const sandbox = new Sandbox();
  const provisioning = new Provisioning(cloud, sandbox);
  const cache = new ObjectCache();
  const statistics = new Statistics();
  const visits = new EdgeVisits();
  const edge = new EdgeLocation(cloud, cache, statistics, (exchange) => visits.keep(exchange));
  const invalidations = new Invalidations(cloud.clock, cache);
  const servers: ViewerServer[] = [];

  const viewerSide = {
    find: (host: string) => distributionOf(provisioning.distributions, host),
    handle: edge.handle.bind(edge),
    log: (line: string) => cloud.log('cloudfront', line),
  };

  const service: CloudFront = {
    name: 'cloudfront',
    protocol: restXml,
    resourceTypes: provisioning.resourceTypes,
    dataSources: MANAGED_POLICY_SOURCES,
    viewerPort: {
      listen: async (port) => (provisioning.distributions.length > 0 ? service.listen(port) : undefined),
      visits: () => visits.recent(),
    },
    consoleRoutes: () => cacheRoutes(service, cloud.clock),
    provision: async (resource: Resource): Promise<Attributes> => provisioning.make(resource),
    permissions: (call) => permissions(provisioning.distributions, call),
    handle: async (call) => handle(provisioning.distributions, invalidations, call),
    listen: async (port) => {
      const server = await ViewerServer.listen(port, viewerSide);
      servers.push(server);
      return server.url;
    },
    statistics: () =>
      provisioning.distributions.flatMap(({ id, behaviors }) =>
        behaviors.map(({ name }) => statistics.of(id, name)),
      ),
    objects: () => cache.list(),
    purge: (key) => cache.purge(key),
    stop: async () => {
      await Promise.all(servers.splice(0).map((server) => server.close()));
      await sandbox.stop();
    },
  };
  return service;
}

/** Finds a distribution by domain name or alias; this machine's address means the first one. */
function distributionOf(
  distributions: readonly EdgeDistribution[],
  host: string,
): EdgeDistribution | undefined {
  if (isLoopback(host)) return distributions[0];
  const name = host.toLowerCase().replace(/:\d+$/, '');
  return distributions.find(({ domainName, aliases }) => domainName === name || aliases.includes(name));
}

function permissions(
  distributions: readonly EdgeDistribution[],
  { action, input }: ServiceCall,
): Permission[] {
  const distribution = distributions.find(({ id }) => id === input['DistributionId']);
  const known = action === 'CreateInvalidation' || action === 'GetInvalidation';
  return known ? [{ action: `cloudfront:${action}`, resource: distribution?.arn ?? '*' }] : [];
}

function handle(
  distributions: readonly EdgeDistribution[],
  invalidations: Invalidations,
  { action, input }: ServiceCall,
): Json {
  const distributionId = String(input['DistributionId'] ?? '');
  const ofKnown = (invalidation: () => object): Json => {
    if (distributions.some(({ id }) => id === distributionId)) return { ...invalidation() } as Json;
    throw new AwsError(
      'NoSuchDistribution',
      `The specified distribution ${distributionId} does not exist.`,
      404,
    );
  };
  switch (action) {
    case 'CreateInvalidation': {
      const paths = Array.isArray(input['Paths']) ? input['Paths'].map(String) : [];
      return ofKnown(() =>
        invalidations.create(distributionId, String(input['CallerReference'] ?? ''), paths),
      );
    }
    case 'GetInvalidation':
      return ofKnown(() => invalidations.get(distributionId, String(input['Id'] ?? '')));
    default:
      throw new AwsError('NotImplemented', `${action} of CloudFront's API is not run locally.`, 501);
  }
}
