import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Authorizer } from './core/authorizer';
import type { ConsoleRoutes } from './core/console-routes';
import type { DataSources } from './core/data-source';
import type { Cloud, Service, ServiceEvent, ServiceFactory } from './core/service';
import type { ViewerPort } from './core/viewers';

const FOLDER = join(__dirname, 'services');

/** One a folder of `services/`: a folder is all that a new service needs. */
const FACTORIES: readonly ServiceFactory[] = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()
  .map(factoryOf);

/** The services of one cloud, and what they contribute to it beside their APIs. */
export class Services {
  /** In the order in which they are asked whether a request is for them. */
  readonly all: readonly Service[];

  constructor(cloud: Cloud) {
    const made = FACTORIES.flatMap((services) => services(cloud));
    this.all = [
      ...made.filter(({ protocol }) => protocol.byHost),
      ...made.filter(({ protocol }) => !protocol.byHost),
    ];
  }

  get names(): readonly string[] {
    return this.all.map(({ name }) => name);
  }

  get authorizer(): Authorizer {
    const [authorizer, ...others] = this.all.flatMap((service) => service.authorizer ?? []);
    if (!authorizer || others.length > 0)
      throw new Error('Exactly one service decides who may do what: the one that has an authorizer.');
    return authorizer;
  }

  get viewerPort(): ViewerPort | undefined {
    return this.all.find((service) => service.viewerPort)?.viewerPort;
  }

  get dataSources(): DataSources {
    return new Map(this.all.flatMap((service) => [...(service.dataSources ?? [])]));
  }

  get ephemeralResources(): DataSources {
    return new Map(this.all.flatMap((service) => [...(service.ephemeralResources ?? [])]));
  }

  /** Gives an event to whoever takes the events of services. */
  emit(event: ServiceEvent): void {
    for (const service of this.all) service.takeEvent?.(event);
  }

  get consoleRoutes(): ConsoleRoutes {
    const { names } = this;
    return Object.assign({}, ...this.all.map((service) => service.consoleRoutes?.(names)));
  }
}

function factoryOf(folder: string): ServiceFactory {
  // By a pattern in the source: what bundles this finds every service by it.
  const { services } = require(`./services/${folder}/index.ts`) as { services?: unknown };
  if (typeof services !== 'function')
    throw new Error(`services/${folder}/index.ts exports no \`services\`, the factory of its services.`);
  return services as ServiceFactory;
}
