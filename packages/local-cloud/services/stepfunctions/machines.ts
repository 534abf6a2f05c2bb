import { createHash } from 'node:crypto';
import { UserError } from '../../core/errors';
import { type JsonObject, stringOf } from '../../core/json';
import type { Attributes, Cloud, Resource } from '../../core/service';
import { block } from '../../terraform/blocks';
import type { Definition } from './asl/definition';
import type { TaskResource } from './asl/resource';
import { unsupportedParts } from './asl/supported';
import { validateDefinition } from './asl/validate';
import type { MachineType } from './execution/execution';
import { integrationOf } from './integrations/integrations';
import type { Journal, MachineRecord, Revision } from './journal/journal';

/** A state machine of the stack. */
export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly type: MachineType;
  readonly roleArn: string;
  /** The text of its definition. */
  readonly text: string;
  readonly revisionId: string;
  readonly definition: Definition;
  /** Milliseconds since the epoch. */
  readonly creationDate: number;
  readonly versions: MachineRecord['versions'];
  readonly loggingConfiguration: JsonObject | undefined;
  readonly tracingEnabled: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** The definition of a state machine is not valid, or has something in it that does not run locally. */
function invalidDefinition(address: string, problems: readonly string[]): UserError {
  const sentence = `${address}: the definition cannot be run: ${problems.join('; ')}.`;
  return new UserError('InvalidDefinition', sentence, "Change the state machine's definition.");
}

/** The deployed state machines, and the definitions of earlier revisions. */
export class Machines {
  private readonly machines = new Map<string, Machine>();
  private readonly definitions = new Map<string, Definition>();

  constructor(
    private readonly cloud: Cloud,
    private readonly journal: Journal,
  ) {}

  /** Deploys an `aws_sfn_state_machine`. Executions of an earlier definition keep running that one. */
  async provision({ address, config }: Resource): Promise<Attributes> {
    const { region, accountId } = this.cloud;
    const name = stringOf(config.name) ?? '';
    const arn = `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
    const definition = definitionOf(address, stringOf(config.definition) ?? '', typeOf(config));
    const revision = revisionOf(config, this.cloud.clock.now());
    const record = nextRecord(await this.journal.machine(arn), arn, revision, config.publish === true);
    await this.journal.saveMachine(record);
    this.definitions.set(revision.revisionId, definition);
    const machine = machineOf(name, config, record, definition);
    this.machines.set(arn, machine);
    return attributesOf(machine);
  }

  get(arn: string): Machine | undefined {
    return this.machines.get(arn);
  }

  /** By name. */
  all(): Machine[] {
    return [...this.machines.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  /** The definition of a revision that is or was deployed. */
  async definition(revisionId: string): Promise<Definition> {
    const known = this.definitions.get(revisionId);
    if (known) return known;
    const revision = await this.revision(revisionId);
    const definition = JSON.parse(revision.definition) as Definition;
    this.definitions.set(revisionId, definition);
    return definition;
  }

  async revision(revisionId: string): Promise<Revision> {
    const revision = await this.journal.revision(revisionId);
    if (!revision)
      throw new Error(`The journal lacks revision ${revisionId} of a state machine. Start with --reset.`);
    return revision;
  }
}

function definitionOf(address: string, definition: string, type: MachineType): Definition {
  const validated = validateDefinition(definition);
  if (!validated.definition) {
    throw invalidDefinition(
      address,
      validated.diagnostics.map(({ code, message }) => `${code}: ${message}`),
    );
  }
  const unsupported = unsupportedParts(validated.definition, (resource) => runs(resource, type));
  if (unsupported.length > 0) throw invalidDefinition(address, unsupported);
  return validated.definition;
}

/** EXPRESS executions do not wait for jobs or tokens, here as on AWS. */
function runs(resource: TaskResource, type: MachineType): boolean {
  const waits = resource.kind === 'integration' && resource.pattern !== 'request';
  return integrationOf(resource) !== undefined && !(type === 'EXPRESS' && waits);
}

function typeOf({ type }: JsonObject): MachineType {
  return type === 'EXPRESS' ? 'EXPRESS' : 'STANDARD';
}

/** The id depends on what is deployed alone, so that deploying the same again is no new revision. */
function revisionOf(config: JsonObject, now: number): Revision {
  const definition = stringOf(config.definition) ?? '';
  const roleArn = stringOf(config.role_arn) ?? '';
  const digest = createHash('sha256')
    .update(JSON.stringify([stringOf(config.name) ?? '', definition, roleArn]))
    .digest('hex');
  const revisionId = digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  return { revisionId, definition, roleArn, updateDate: now };
}

function nextRecord(
  earlier: MachineRecord | undefined,
  arn: string,
  revision: Revision,
  publish: boolean,
): MachineRecord {
  const unchanged = earlier?.revision.revisionId === revision.revisionId;
  const versions = earlier?.versions ?? [];
  const isPublished = versions.at(-1)?.revisionId === revision.revisionId;
  const version = { revisionId: revision.revisionId, creationDate: revision.updateDate };
  return {
    arn,
    creationDate: earlier?.creationDate ?? revision.updateDate,
    revision: unchanged ? earlier.revision : revision,
    versions: publish && !isPublished ? [...versions, version] : versions,
  };
}

function machineOf(name: string, config: JsonObject, record: MachineRecord, definition: Definition): Machine {
  const { arn, creationDate, revision, versions } = record;
  const logging = block(config.logging_configuration);
  return {
    arn,
    name,
    type: typeOf(config),
    roleArn: revision.roleArn,
    text: revision.definition,
    revisionId: revision.revisionId,
    definition,
    creationDate,
    versions,
    loggingConfiguration: logging,
    tracingEnabled: block(config.tracing_configuration)?.enabled === true,
    tags: (config.tags_all ?? config.tags ?? {}) as Record<string, string>,
  };
}

function attributesOf(machine: Machine): Attributes {
  const { arn, name, versions } = machine;
  return {
    arn,
    id: arn,
    name,
    status: 'ACTIVE',
    creation_date: new Date(machine.creationDate).toISOString(),
    revision_id: machine.revisionId,
    state_machine_version_arn: versions.length === 0 ? '' : `${arn}:${versions.length}`,
  };
}
