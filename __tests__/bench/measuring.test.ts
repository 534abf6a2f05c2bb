import { inMemory, onDisk } from '../../bench/engines';
import { percentile } from '../../bench/reservations';
import { throughput } from '../../bench/throughput';
import { booking, ExecutionFailed, passChain } from '../../bench/workloads';

test.each([
  [0, 1],
  [0.5, 3],
  [0.99, 4],
  [1, 4],
])('the share %p of sorted latencies is the latency %p', (share, latency) => {
  expect(percentile({ perSecond: 1, latencies: [1, 2, 3, 4] }, share)).toBe(latency);
});

test.each([
  [inMemory.name, passChain.name, inMemory, passChain],
  [onDisk.name, passChain.name, onDisk, passChain],
  [inMemory.name, booking.name, inMemory, booking],
  [onDisk.name, booking.name, onDisk, booking],
])('%s runs the %s to its end', async (_contestant, _workload, contestant, workload) => {
  expect(await throughput(contestant, { ...workload, executions: 20 })).toBeGreaterThan(0);
});

test('an execution that fails is not counted', async () => {
  const broken = {
    ...booking,
    executions: 2,
    answer: () => ({}),
    definition: { StartAt: 'F', States: { F: { Type: 'Fail' } } },
  };
  await expect(throughput(inMemory, broken)).rejects.toThrow(ExecutionFailed);
});
