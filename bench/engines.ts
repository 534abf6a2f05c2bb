import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Clock,
  type Definition,
  Engine,
  type Execution,
  type Journal,
  LevelJournal,
  MemoryJournal,
  type TaskRunner,
} from '@keyhold/local-cloud/engine';
import { ExecutionFailed, type Workload } from './workloads';

/** An engine for state machines. */
export interface EngineUnderTest {
  readonly name: string;
  open(workload: Workload): Promise<Runner>;
}

export interface Runner {
  /** Runs one execution to its end. @throws ExecutionFailed */
  run(execution: string): Promise<void>;
  close(): Promise<void>;
}

const REVISION = 'the-only';

export const inMemory: EngineUnderTest = {
  name: 'Keyhold, in memory',
  open: async (workload) => runner(workload, new MemoryJournal(), async () => undefined),
};

export const onDisk: EngineUnderTest = {
  name: 'Keyhold, journal on disk',
  async open(workload) {
    const folder = mkdtempSync(join(tmpdir(), 'keyhold-bench-'));
    return runner(workload, await LevelJournal.open(folder), async () => rmSync(folder, { recursive: true }));
  },
};

function runner(workload: Workload, journal: Journal, remove: () => Promise<void>): Runner {
  const clock = new Clock();
  const engine = newEngine(workload, journal, clock);
  return {
    async run(name) {
      const execution = newExecution(name, workload);
      await engine.start(execution);
      const ended = await engine.ended(execution.arn);
      if (ended?.status !== 'SUCCEEDED')
        throw new ExecutionFailed(`${name}: ${ended?.error} ${ended?.cause}`);
    },
    async close() {
      await engine.stop();
      clock.stop();
      await journal.close();
      await remove();
    },
  };
}

export function newEngine(workload: Workload, journal: Journal, clock: Clock): Engine {
  const definition = workload.definition as unknown as Definition;
  return new Engine({
    journal,
    tasks: playedBack(workload),
    clock,
    chance: { random: Math.random, uuid: randomUUID },
    definition: async () => definition,
    log: (message) => {
      throw new ExecutionFailed(message);
    },
  });
}

function playedBack({ answer }: Workload): TaskRunner {
  return {
    run({ branch, attempt, state }, { name }, report) {
      const outcome = { succeeded: true, output: answer(state, name) } as const;
      setImmediate(() => report({ type: 'taskEnded', branch, attempt, outcome }));
    },
  };
}

export function newExecution(name: string, { input }: Workload): Execution {
  const prefix = 'arn:aws:states:eu-central-1:000000000000';
  return {
    arn: `${prefix}:execution:bench:${name}`,
    name,
    type: 'STANDARD',
    machineArn: `${prefix}:stateMachine:bench`,
    revisionId: REVISION,
    roleArn: 'arn:aws:iam::000000000000:role/bench',
    startDate: Date.now(),
    input: JSON.stringify(input),
    traceId: '',
    status: 'RUNNING',
    lastEventId: 0,
    lastBranchId: 0,
    lastAttempt: 0,
    branches: [],
  };
}
