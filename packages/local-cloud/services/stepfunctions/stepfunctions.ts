import { randomUUID } from 'node:crypto';
import { AwsError } from '../../core/errors';
import type { Json } from '../../core/json';
import type { Permission } from '../../core/principals';
import { awsJson } from '../../core/protocols/aws-json';
import type { Cloud, Service, ServiceCall } from '../../core/service';
import { Engine } from './engine/engine';
import type { Execution } from './execution/execution';
import { CloudTaskRunner } from './integrations/task-runner';
import { ExpressJournal } from './journal/express';
import type { Journal } from './journal/journal';
import { LevelJournal } from './journal/level';
import { MemoryJournal } from './journal/memory';
import { restoreJournal, snapshotJournal } from './journal/snapshot';
import { Machines } from './machines';
import type { StepFunctionsContext } from './operations/operation';
import { OPERATIONS } from './operations/table';
import { statusEvent } from './status-event';

const CHANCE = { random: Math.random, uuid: randomUUID };

/** Step Functions. Executions survive a restart where the cloud keeps data. */
export function stepFunctions(cloud: Cloud): Service {
  return new StepFunctions(cloud);
}

class StepFunctions implements Service {
  readonly name = 'states';
  readonly protocol = awsJson('AWSStepFunctions', '1.0');
  readonly resourceTypes = ['aws_sfn_state_machine'];
  private readonly context: Promise<StepFunctionsContext>;

  constructor(cloud: Cloud) {
    this.context = open(cloud);
    // The first caller that awaits it gets the error; until then it is not an unhandled rejection.
    this.context.catch(() => undefined);
  }

  async provision(resource: Parameters<Service['provision']>[0]): ReturnType<Service['provision']> {
    const { machines } = await this.context;
    return machines.provision(resource);
  }

  async start(): Promise<void> {
    const { engine } = await this.context;
    await engine.recover();
  }

  permissions({ action, input }: ServiceCall): Permission[] {
    const field = OPERATIONS.get(action)?.resource;
    const resource = field === undefined ? undefined : input[field];
    return [{ action: `states:${action}`, resource: typeof resource === 'string' ? resource : '*' }];
  }

  async handle(call: ServiceCall): Promise<Json> {
    const operation = OPERATIONS.get(call.action);
    if (!operation) {
      throw new AwsError('UnknownOperationException', `The operation ${call.action} does not run locally.`);
    }
    return operation.run(await this.context, call.input, call);
  }

  async snapshot(): Promise<Json> {
    const { journal, machines } = await this.context;
    return snapshotJournal(
      journal,
      machines.all().map(({ arn }) => arn),
    );
  }

  async restore(snapshot: Json): Promise<void> {
    const { journal } = await this.context;
    await restoreJournal(journal, snapshot);
  }

  async stop(): Promise<void> {
    const { engine, express, journal } = await this.context;
    await express.stop();
    await engine.stop();
    await journal.close();
  }
}

async function open(cloud: Cloud): Promise<StepFunctionsContext> {
  const directory = cloud.dataDirectory('states');
  const journal: Journal = directory === undefined ? new MemoryJournal() : await LevelJournal.open(directory);
  const machines = new Machines(cloud, journal);
  const ended = (arn: string): Promise<unknown> => engine.ended(arn);
  const parts = {
    tasks: new CloudTaskRunner(cloud, ended),
    clock: cloud.clock,
    chance: CHANCE,
    definition: (revisionId: string) => machines.definition(revisionId),
    log: (message: string) => cloud.log('states', message),
  };
  const statusChanged = (execution: Execution) => cloud.emit(statusEvent(execution));
  // Express workflows tell EventBridge nothing.
  const engine = new Engine({ ...parts, journal, statusChanged });
  const express = new Engine({ ...parts, journal: new ExpressJournal() });
  return { cloud, machines, engine, express, journal, chance: CHANCE };
}
