import { AwsError } from '../../../core/errors';
import type { Json, JsonObject } from '../../../core/json';
import type { Principal } from '../../../core/principals';
import type { Attributes, Cloud, Resource } from '../../../core/service';
import type { FunctionSettings } from '../function-settings';
import { Checkpoints } from './checkpoints';
import { configurationOf } from './mapping-configuration';
import { type MappingSettings, mappingSettings } from './mapping-settings';
import { MappingRefused, QueueSource } from './queue-source';
import { StreamSource } from './stream-source';

interface EventSource {
  run(): Promise<void>;
  stop(): void;
}

interface Mapping {
  readonly address: string;
  readonly arn: string;
  readonly settings: MappingSettings;
  readonly ofFunction: FunctionSettings;
  /** Milliseconds since the epoch. */
  readonly madeAt: number;
}

/** The event source mappings of the stack: they deliver what streams and queues hold to functions. */
export class Mappings {
  private readonly mappings = new Map<string, Mapping>();
  private readonly sources: EventSource[] = [];
  private readonly checkpoints: Checkpoints;
  private isStopped = false;

  constructor(private readonly cloud: Cloud) {
    this.checkpoints = new Checkpoints(cloud.dataDirectory('lambda'));
  }

  /** @throws AwsError that names the resource and the field where it is not one that runs here */
  provision(resource: Resource, ofFunction: FunctionSettings): Attributes {
    const settings = mappingSettings(resource, ofFunction.arn);
    const arn = this.arnOf(settings.uuid);
    const { address } = resource;
    this.mappings.set(arn, { address, arn, settings, ofFunction, madeAt: this.cloud.clock.now() });
    return {
      id: settings.uuid,
      uuid: settings.uuid,
      arn,
      function_arn: ofFunction.arn,
      state: settings.enabled ? 'Enabled' : 'Disabled',
      state_transition_reason: 'USER_INITIATED',
    };
  }

  /** Whether the caller is one of these mappings. */
  isCaller(principal: Principal): boolean {
    return principal.kind === 'service' && this.mappings.has(principal.sourceArn);
  }

  /** Of all functions, or of the one named. */
  list(functionName: string | undefined, sourceArn: Json | undefined): JsonObject[] {
    return [...this.mappings.values()]
      .filter(({ ofFunction }) => functionName === undefined || ofFunction.name === functionName)
      .filter(({ settings }) => sourceArn === undefined || settings.sourceArn === sourceArn)
      .map(configuration);
  }

  /** @throws AwsError `ResourceNotFoundException` */
  get(uuid: Json | undefined): JsonObject {
    const mapping = [...this.mappings.values()].find(({ settings }) => settings.uuid === uuid);
    if (mapping) return configuration(mapping);
    throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
  }

  /** The resource for IAM. */
  arnOf(uuid: Json | undefined): string {
    const { region, accountId } = this.cloud;
    return `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${uuid}`;
  }

  /** Starts to read, once everything is provisioned, roles and their permissions too. */
  start(): void {
    for (const mapping of this.mappings.values()) {
      if (!mapping.settings.enabled) continue;
      const end = (error: unknown) => this.end(mapping, source, error);
      const source = this.sourceOf(mapping, end);
      this.sources.push(source);
      source.run().catch(end);
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    for (const source of this.sources) source.stop();
    await this.checkpoints.close();
  }

  private sourceOf(
    { address, arn, settings, ofFunction }: Mapping,
    end: (error: unknown) => void,
  ): EventSource {
    const { cloud } = this;
    const { principal } = cloud.assumeRole(ofFunction.roleArn, 'lambda.amazonaws.com', ofFunction.arn);
    const target = { functionName: ofFunction.name, functionArn: ofFunction.arn, mappingArn: arn };
    const log = (what: string) => cloud.log('lambda', `${address}: ${ofFunction.name} ${what}`);
    if (settings.source === 'stream')
      return new StreamSource(settings, target, principal, this.checkpoints, cloud, log);
    const { timeoutSeconds } = ofFunction;
    return new QueueSource(settings, { ...target, timeoutSeconds }, principal, cloud, log, end);
  }

  /**
   * A mapping that is not allowed to read, or has nothing to read, ends and logs that once: AWS would refuse to
   * create it. IAM has already logged which statement would allow it.
   */
  private end({ address, settings }: Mapping, source: EventSource, error: unknown): void {
    source.stop();
    if (this.isStopped) return;
    const why = isRefusal(error) ? error.message : error instanceof Error ? error.stack : String(error);
    this.cloud.log('lambda', `${address} ended, and reads ${settings.sourceArn} no more: ${why}`);
  }
}

function configuration({ settings, arn, ofFunction, madeAt }: Mapping): JsonObject {
  return configurationOf(settings, arn, ofFunction.arn, madeAt);
}

function isRefusal(error: unknown): error is Error {
  return error instanceof AwsError || error instanceof MappingRefused;
}
