import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { DeveloperConsole } from './console/console';
import { Clock } from './core/clock';
import { invalidSnapshot } from './core/errors';
import type { Json, JsonObject } from './core/json';
import type { Service, SnapshotOptions } from './core/service';
import type { Identify } from './core/web-sockets';
import { DataFolder } from './data-folder';
import { authorizeCall } from './gateway/authorization';
import { answerAtGateway, principalOf } from './gateway/entry';
import { Gateway } from './gateway/gateway';
import { GatewayServer } from './gateway/server';
import { type Span, Traces } from './gateway/traces';
import type { UpgradeTaker } from './gateway/upgrade';
import { type Product, UNNAMED_PRODUCT } from './product';
import { type Provisioned, provisionStack } from './provision';
import { Services } from './registry';
import { Stack } from './terraform/stack';

/** How to run a stack: what, on which ports, and where its data is kept. */
export interface LocalCloudOptions {
  /** The folder of a synthesized stack. */
  readonly artifact: string;
  /** What the stack is, to people. */
  readonly product?: Product;
  /** The gateway's port; any free one unless told. */
  readonly gatewayPort?: number;
  /** The edge's port; any free one unless told. */
  readonly edgePort?: number;
  /** Where tables and executions are kept; in memory unless told. */
  readonly dataDirectory?: string;
  /** Empties the data folder first. */
  readonly reset?: boolean;
  /** Provisions and no more: no execution goes on, no event is delivered. For {@link LocalCloud.snapshot}. */
  readonly atRest?: boolean;
  /** Takes the lines of the local log. */
  readonly log?: (line: string) => void;
}

/** Of a stack whose provider names none. */
const DEFAULT_ACCOUNT = { region: 'us-east-1', accountId: '000000000000' };

type Closer = () => Promise<void>;

/** What has been started, in the order in which it is stopped: no new requests, then no work, then no files. */
class Running {
  readonly ports: Closer[] = [];
  readonly services: Closer[] = [];
  readonly files: Closer[] = [];

  async stop(): Promise<void> {
    const failures: unknown[] = [];
    for (const close of [...this.ports, ...this.services, ...this.files]) {
      await close().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Stopping the local cloud failed in part.');
  }
}

/** A synthesized stack, running whole on this machine. */
export class LocalCloud {
  private constructor(
    readonly product: Product,
    readonly region: string,
    readonly clock: Clock,
    readonly gatewayUrl: string,
    /** The viewers' URL; undefined where the stack has no distribution. */
    readonly edgeUrl: string | undefined,
    readonly dataDirectory: string | undefined,
    private readonly provisioned: Provisioned,
    private readonly gateway: Gateway,
    private readonly traces: Traces,
    private readonly running: Running,
    private readonly services: readonly Service[],
  ) {}

  /** Starts everything, or leaves nothing behind. */
  static async start(options: LocalCloudOptions): Promise<LocalCloud> {
    const running = new Running();
    try {
      return await LocalCloud.assemble(options, running);
    } catch (error) {
      await running.stop();
      throw error;
    }
  }

  /** The stack's outputs, the sensitive ones too. */
  get outputs(): Readonly<Record<string, Json>> {
    return this.provisioned.outputs;
  }

  /** The resource types of the stack that nothing runs here, each with how many there are. */
  get notRunLocally(): readonly string[] {
    return this.provisioned.notRunLocally;
  }

  /** What developers open in a browser. */
  get consoleUrl(): string {
    return `${this.gatewayUrl}/_console/`;
  }

  /** The last calls that passed between client and services, oldest first. */
  get recentCalls(): readonly Span[] {
    return this.traces.recent();
  }

  /** How many calls are being answered now: while there are any, moving the clock uses up their time limits. */
  get callsUnderWay(): number {
    return this.traces.underWay;
  }

  /** A call as the developer, who may do everything. */
  call(service: string, action: string, input: JsonObject): Promise<Json> {
    return this.gateway.call({
      service,
      action,
      input,
      principal: { kind: 'developer' },
      traceId: randomUUID(),
    });
  }

  /** What each service keeps, by the service's name. The cloud is at rest. */
  async snapshot(options: SnapshotOptions): Promise<Readonly<Record<string, Json>>> {
    const snapshots: Record<string, Json> = {};
    for (const service of this.services)
      if (service.snapshot) snapshots[service.name] = await service.snapshot(options);
    return snapshots;
  }

  /** Takes in a snapshot. The cloud is at rest. @throws UserError `InvalidSnapshot` */
  async restore(snapshots: Readonly<Record<string, Json>>): Promise<void> {
    for (const [name, snapshot] of Object.entries(snapshots)) {
      const service = this.services.find((each) => each.name === name);
      if (!service?.restore) throw invalidSnapshot(`The local cloud keeps no data of a service ${name}.`);
      await service.restore(snapshot);
    }
  }

  /** Takes no more requests, lets what is under way finish, and closes everything. */
  stop(): Promise<void> {
    return this.running.stop();
  }

  private static async assemble(options: LocalCloudOptions, running: Running): Promise<LocalCloud> {
    const log = (service: string, message: string) => options.log?.(`${service}: ${message}`);
    const { product = UNNAMED_PRODUCT } = options;
    const stack = Stack.read(options.artifact);
    const region = stack.region ?? DEFAULT_ACCOUNT.region;
    const accountId = stack.accountId ?? DEFAULT_ACCOUNT.accountId;
    const clock = new Clock();
    running.files.push(async () => clock.stop());
    const dataFolder = await openDataFolder(options, product, running);
    const traces = new Traces(clock, log);
    const gateway = new Gateway((service, call) => authorizeCall(service, call, services.authorizer), traces);
    let developerConsole: DeveloperConsole | undefined;
    const server = await GatewayServer.listen(
      options.gatewayPort ?? 0,
      (request, traceId) =>
        developerConsole?.answer(request) ?? answerAtGateway(request, traceId, services.authorizer, gateway),
      (error) => log('gateway', error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
    running.ports.push(() => server.close());
    const gatewayUrl = server.url;

    const services = new Services({
      region,
      accountId,
      clock,
      artifactDirectory: stack.directory,
      dataDirectory: (service) => dataFolder?.of(service),
      endpoint: () => gatewayUrl,
      call: (call) => gateway.call(call),
      send: (request, principal, traceId) => gateway.send(request, principal, traceId),
      allows: (principal, permission) => services.authorizer.allows(principal, permission),
      assumeRole: (roleArn, service, sourceArn) =>
        services.authorizer.assumeRole(roleArn, service, sourceArn),
      emit: (event) => services.emit(event),
      log,
    });
    for (const service of services.all) {
      gateway.add(service);
      running.services.push(() => service.stop());
    }
    server.upgradeBy(webSocketsOf(services));
    const provisioned = await provisionStack(stack, services.all, {
      region,
      accountId,
      instant: new Date(clock.now()),
      dataSources: services.dataSources,
      ephemeralResources: services.ephemeralResources,
    });
    if (!options.atRest) for (const service of services.all) await service.start?.();
    const edgeUrl = await services.viewerPort?.listen(options.edgePort ?? 0);
    developerConsole = new DeveloperConsole({
      product,
      region,
      accountId,
      clock,
      gatewayUrl,
      edgeUrl,
      call: (call) => gateway.call(call),
      spans: () => traces.recent(),
      visits: () => services.viewerPort?.visits() ?? [],
      callsUnderWay: () => traces.underWay,
      routes: services.consoleRoutes,
    });
    return new LocalCloud(
      product,
      region,
      clock,
      gatewayUrl,
      edgeUrl,
      options.dataDirectory === undefined ? undefined : resolve(options.dataDirectory),
      provisioned,
      gateway,
      traces,
      running,
      services.all,
    );
  }
}

/** All that takes WebSockets here; the access key in a client's own headers says who it is. */
function webSocketsOf(services: Services): UpgradeTaker {
  const endpoints = services.all.flatMap(({ webSockets }) => webSockets ?? []);
  const identify: Identify = (headers) =>
    principalOf({ headers, query: new URLSearchParams() }, services.authorizer);
  return {
    accept: (request) => endpoints.some((endpoint) => endpoint.accept(request, identify)),
    close: async () => {
      await Promise.all(endpoints.map((endpoint) => endpoint.close()));
    },
  };
}

async function openDataFolder(
  options: LocalCloudOptions,
  product: Product,
  running: Running,
): Promise<DataFolder | undefined> {
  if (options.dataDirectory === undefined) return undefined;
  const folder = await DataFolder.open(resolve(options.dataDirectory), product, options.reset ?? false);
  running.files.push(() => folder.close());
  return folder;
}
