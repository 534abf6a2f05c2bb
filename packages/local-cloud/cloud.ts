import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { DeveloperConsole } from './console/console';
import { EdgeVisits } from './console/requests/edge-visits';
import { Clock } from './core/clock';
import { invalidSnapshot } from './core/errors';
import type { Cloud, Json, JsonObject, Service, SnapshotOptions } from './core/service';
import { DataFolder } from './data-folder';
import { authorizeCall } from './gateway/authorization';
import { answerAtGateway, principalOf } from './gateway/entry';
import { Gateway } from './gateway/gateway';
import { HttpServer } from './gateway/server';
import { type Span, Traces } from './gateway/traces';
import type { UpgradeTaker } from './gateway/upgrade';
import { type Provisioned, provisionStack } from './provision';
import { type AppSync, appSync } from './services/appsync/appsync';
import { type CloudFront, cloudFront } from './services/cloudfront/cloudfront';
import { MANAGED_POLICY_SOURCES } from './services/cloudfront/managed-policies';
import { dynamoDb } from './services/dynamodb/dynamodb';
import { eventBridge } from './services/events/events';
import { AccessControl } from './services/iam/access-control';
import { IamService } from './services/iam/iam-service';
import { StsService } from './services/iam/sts-service';
import { lambda } from './services/lambda/lambda';
import { s3 } from './services/s3/s3';
import { EPHEMERAL_PASSWORDS, secretsManager } from './services/secretsmanager/secretsmanager';
import { sqs } from './services/sqs/sqs';
import { ssm } from './services/ssm/ssm';
import { stepFunctions } from './services/stepfunctions/stepfunctions';
import { Stack } from './terraform/stack';

/** How to run a stack: what, on which ports, and where its data is kept. */
export interface LocalCloudOptions {
  /** The folder of a synthesized stack. */
  readonly artifact: string;
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

/** Where a stack is run that says neither region nor account itself. */
const ELSEWHERE = { region: 'us-east-1', accountId: '000000000000' };

type Closer = () => Promise<void>;

/** What has been started, in the order in which it is stopped: no new requests, then no work, then no files. */
class Running {
  readonly entrances: Closer[] = [];
  readonly services: Closer[] = [];
  readonly ground: Closer[] = [];

  async stop(): Promise<void> {
    const failures: unknown[] = [];
    for (const close of [...this.entrances, ...this.services, ...this.ground]) {
      await close().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Stopping the local cloud failed in part.');
  }
}

/** A synthesized stack, running whole on this machine. */
export class LocalCloud {
  private constructor(
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
    const stack = Stack.read(options.artifact);
    const region = stack.region ?? ELSEWHERE.region;
    const accountId = stack.accountId ?? ELSEWHERE.accountId;
    const clock = new Clock();
    running.ground.push(async () => clock.stop());
    const dataFolder = await openDataFolder(options, running);
    const traces = new Traces(clock, log);
    const access = new AccessControl({ accountId, region, clock, log });
    const gateway = new Gateway((service, call) => authorizeCall(service, call, access), traces);
    const failed = (error: unknown) =>
      log('gateway', error instanceof Error ? (error.stack ?? error.message) : String(error));
    let developerConsole: DeveloperConsole | undefined;
    const server = await HttpServer.listen(
      options.gatewayPort ?? 0,
      (request, traceId) =>
        developerConsole?.answer(request) ?? answerAtGateway(request, traceId, access, gateway),
      failed,
    );
    running.entrances.push(() => server.close());

    const cloud: Cloud = {
      region,
      accountId,
      clock,
      artifactDirectory: stack.directory,
      dataDirectory: (service) => dataFolder?.of(service),
      endpoint: () => server.url,
      call: (call) => gateway.call(call),
      send: (request, principal, traceId) => gateway.send(request, principal, traceId),
      allows: (principal, permission) => access.allows(principal, permission),
      assumeRole: (roleArn, service, sourceArn) => access.assumeRole(roleArn, service, sourceArn),
      log,
    };
    const visits = new EdgeVisits();
    const edge = cloudFront(cloud, (visit) => visits.keep(visit));
    const api = appSync(cloud);
    const parameters = ssm(cloud);
    server.upgradeBy(subscribers(api, access));
    const services: Service[] = [
      new IamService(access),
      new StsService(access),
      ...runners(cloud),
      parameters,
      secretsManager(),
      eventBridge(cloud),
      api,
      edge,
    ];
    for (const service of services) {
      gateway.add(service);
      running.services.push(() => service.stop());
    }
    const provisioned = await provisionStack(stack, services, {
      region,
      accountId,
      instant: new Date(clock.now()),
      dataSources: new Map([...MANAGED_POLICY_SOURCES, ...parameters.dataSources]),
      ephemeralResources: EPHEMERAL_PASSWORDS,
    });
    if (!options.atRest) for (const service of services) await service.start?.();
    const folder = options.dataDirectory === undefined ? undefined : resolve(options.dataDirectory);
    const edgeUrl = await openEdge(edge, stack, options.edgePort ?? 0);
    developerConsole = new DeveloperConsole({
      ...{ region, accountId, clock, edgeUrl, visits, edge },
      ...{
        gatewayUrl: server.url,
        outputs: provisioned.outputs,
        services: gateway.serviceNames,
        iam: access,
      },
      call: (call) => gateway.call(call),
      spans: () => traces.recent(),
      callsUnderWay: () => traces.underWay,
    });
    return new LocalCloud(
      region,
      clock,
      server.url,
      edgeUrl,
      folder,
      provisioned,
      gateway,
      traces,
      running,
      services,
    );
  }
}

/**
 * The services that make up the cloud, beside IAM, STS and the edge. The gateway asks them in this order whose
 * a request is: first those that tell by the host's name, which may carry any path and header.
 */
function runners(cloud: Cloud): Service[] {
  return [lambda(cloud), s3(cloud), sqs(cloud), dynamoDb(cloud), stepFunctions(cloud)];
}

/** Takes the API's subscribers in; the access key in their own headers says who each is. */
function subscribers({ realtime }: AppSync, access: AccessControl): UpgradeTaker {
  return {
    accept: (upgrade) =>
      realtime.accept(upgrade, (headers) => principalOf({ headers, query: new URLSearchParams() }, access)),
    close: () => realtime.close(),
  };
}

/** Opens the viewers' port where the stack has a distribution. */
async function openEdge(edge: CloudFront, stack: Stack, port: number): Promise<string | undefined> {
  if (!stack.resources.some(({ type }) => type === 'aws_cloudfront_distribution')) return undefined;
  return edge.listen(port);
}

async function openDataFolder(options: LocalCloudOptions, running: Running): Promise<DataFolder | undefined> {
  if (options.dataDirectory === undefined) return undefined;
  const folder = await DataFolder.open(resolve(options.dataDirectory), options.reset ?? false);
  running.ground.push(() => folder.close());
  return folder;
}
