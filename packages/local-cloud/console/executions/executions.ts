import type { Json, JsonObject } from '../../core/json';
import type { Developer } from '../developer';
import { definitionGraph } from './definition-graph';
import { layout, type PlacedGraph } from './layout';
import { type TracedGraph, traced } from './path-taken';
import { type HistoryEvent, type Step, type StepEvent, storyOf } from './steps';

export interface ExecutionSummary {
  readonly arn: string;
  readonly name: string;
  readonly status: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly stoppedAt?: number;
}

export interface ExecutionPage {
  readonly executions: readonly ExecutionSummary[];
  readonly nextToken?: string;
}

export interface ExecutionDetail extends ExecutionSummary {
  readonly machineArn: string;
  readonly input: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly redrivable: boolean;
  readonly graph: TracedGraph;
  readonly steps: readonly Step[];
  /** How it began and ended. */
  readonly others: readonly StepEvent[];
  /** False where it has more events than are shown. */
  readonly whole: boolean;
}

const PAGE = 25;
const EVENT_PAGE = 1_000;
const MOST_EVENTS = 4_000;
/** Of the revisions that were looked at last. */
const KEPT_LAYOUTS = 20;

/** The workflows of the stack, through Step Functions' own API. */
export class Executions {
  private readonly layouts = new Map<string, Promise<PlacedGraph>>();

  constructor(private readonly developer: Developer) {}

  async machines(): Promise<{ arn: string; name: string }[]> {
    const { stateMachines } = await this.ask('ListStateMachines', {});
    return (stateMachines as { stateMachineArn: string; name: string }[]).map((one) => ({
      arn: one.stateMachineArn,
      name: one.name,
    }));
  }

  async list(machineArn: string, status: string, token: string): Promise<ExecutionPage> {
    const { executions, nextToken } = await this.ask('ListExecutions', {
      stateMachineArn: machineArn,
      maxResults: PAGE,
      ...(status !== '' && { statusFilter: status }),
      ...(token !== '' && { nextToken: token }),
    });
    return {
      executions: (executions as JsonObject[]).map(summaryOf),
      ...(typeof nextToken === 'string' && { nextToken }),
    };
  }

  async detail(arn: string): Promise<ExecutionDetail> {
    const [described, machine, { events, whole }] = await Promise.all([
      this.ask('DescribeExecution', { executionArn: arn }),
      this.ask('DescribeStateMachineForExecution', { executionArn: arn }),
      this.history(arn),
    ]);
    const { steps, others } = storyOf(events);
    const summary = summaryOf(described);
    const graph = await this.placed(String(machine['definition']));
    const text = (name: string) => (typeof described[name] === 'string' ? { [name]: described[name] } : {});
    return {
      ...summary,
      machineArn: String(described['stateMachineArn']),
      input: String(described['input'] ?? ''),
      ...text('output'),
      ...text('error'),
      ...text('cause'),
      redrivable: described['redriveStatus'] === 'REDRIVABLE',
      graph: traced(graph, steps, summary.status),
      steps,
      others,
      whole,
    };
  }

  /** @param name none: Step Functions makes one up */
  async start(machineArn: string, name: string, input: string): Promise<{ arn: string }> {
    const started = await this.act('StartExecution', {
      stateMachineArn: machineArn,
      input,
      ...(name !== '' && { name }),
    });
    return { arn: String(started['executionArn']) };
  }

  async stop(arn: string): Promise<void> {
    await this.act('StopExecution', {
      executionArn: arn,
      error: 'StoppedInConsole',
      cause: 'Stopped by hand.',
    });
  }

  async redrive(arn: string): Promise<void> {
    await this.act('RedriveExecution', { executionArn: arn });
  }

  private async history(arn: string): Promise<{ events: HistoryEvent[]; whole: boolean }> {
    const events: HistoryEvent[] = [];
    let nextToken: Json | undefined;
    do {
      const page = await this.ask('GetExecutionHistory', {
        executionArn: arn,
        maxResults: EVENT_PAGE,
        ...(nextToken !== undefined && { nextToken }),
      });
      events.push(...(page['events'] as unknown as HistoryEvent[]));
      nextToken = page['nextToken'];
    } while (nextToken !== undefined && events.length < MOST_EVENTS);
    return { events, whole: nextToken === undefined };
  }

  private placed(definition: string): Promise<PlacedGraph> {
    const known = this.layouts.get(definition);
    if (known) return known;
    const [oldest] = this.layouts.keys();
    if (oldest !== undefined && this.layouts.size >= KEPT_LAYOUTS) this.layouts.delete(oldest);
    const placed = layout(definitionGraph(definition));
    this.layouts.set(definition, placed);
    return placed;
  }

  private async ask(action: string, input: JsonObject): Promise<JsonObject> {
    return (await this.developer.look('states', action, input)) as JsonObject;
  }

  private async act(action: string, input: JsonObject): Promise<JsonObject> {
    return (await this.developer.act('states', action, input)) as JsonObject;
  }
}

function summaryOf(one: JsonObject): ExecutionSummary {
  return {
    arn: String(one['executionArn']),
    name: String(one['name']),
    status: String(one['status']),
    startedAt: Number(one['startDate']) * 1000,
    ...(one['stopDate'] !== undefined && { stoppedAt: Number(one['stopDate']) * 1000 }),
  };
}
