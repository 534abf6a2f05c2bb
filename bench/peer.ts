import type { EngineUnderTest } from './engines';
import { ExecutionFailed, type Workload } from './workloads';

const PACKAGE = 'aws-local-stepfunctions';

/** The part of the peer's API that is used. */
interface Peer {
  readonly StateMachine: new (
    definition: object,
    options: object,
  ) => {
    run(input: object, options: object): { readonly result: Promise<unknown> };
  };
}

/** The npm package aws-local-stepfunctions, which stores nothing; undefined where it is not installed. */
export function peer(): { readonly engine: EngineUnderTest; readonly version: string } | undefined {
  try {
    polyfill();
    const { StateMachine } = require(PACKAGE) as Peer;
    return { engine: engine(StateMachine), version: versionOf(require.resolve(PACKAGE)) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function engine(StateMachine: Peer['StateMachine']): EngineUnderTest {
  return {
    name: PACKAGE,
    async open(workload: Workload) {
      // It validates once, here, outside of the measurement.
      const machine = new StateMachine(workload.definition, { validationOptions: { checkPaths: false } });
      return {
        async run(name) {
          const { result } = machine.run(workload.input, {
            context: { Execution: { Name: name } },
            overrides: {
              taskResourceLocalHandlers: handlers(workload, name),
              waitTimeOverrides: { Wait: 0 },
            },
          });
          await result.catch((error: unknown) => {
            throw new ExecutionFailed(`${name}: ${String(error)}`);
          });
        },
        close: async () => undefined,
      };
    },
  };
}

function handlers({ definition, answer }: Workload, execution: string): object {
  const states = definition['States'] as Record<string, { Type: string }>;
  const tasks = Object.keys(states).filter((name) => states[name]?.Type === 'Task');
  return Object.fromEntries(tasks.map((state) => [state, async () => answer(state, execution)]));
}

function versionOf(main: string): string {
  const folder = main.slice(0, main.lastIndexOf(PACKAGE) + PACKAGE.length);
  return (require(`${folder}/package.json`) as { version: string }).version;
}

/** The package needs this one function of Node 22. */
function polyfill(): void {
  const withResolvers = () => {
    const parts: { resolve?: unknown; reject?: unknown } = {};
    const promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
    return { promise, ...parts };
  };
  if (!('withResolvers' in Promise)) Object.assign(Promise, { withResolvers });
}
