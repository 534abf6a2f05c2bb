import type { EngineUnderTest, Runner } from './engines';
import type { Workload } from './workloads';

/** Executions at once. */
const AT_ONCE = 100;

/** Executions per second of one engine. */
export async function throughput(engine: EngineUnderTest, workload: Workload): Promise<number> {
  const runner = await engine.open(workload);
  try {
    await runAll(runner, 'warm', Math.ceil(workload.executions / 10));
    const start = performance.now();
    await runAll(runner, 'measured', workload.executions);
    return (workload.executions * 1_000) / (performance.now() - start);
  } finally {
    await runner.close();
  }
}

async function runAll(runner: Runner, prefix: string, executions: number): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < executions) await runner.run(`${prefix}-${next++}`);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
