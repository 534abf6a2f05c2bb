import { Developer } from '../../console/developer';
import { definitionGraph } from '../../console/executions/definition-graph';
import { type ExecutionDetail, Executions } from '../../console/executions/executions';
import { AwsError } from '../../core/errors';
import type { Json } from '../../core/json';
import { StateMachineCloud } from '../../testing/state-machine-cloud';

let cloud: StateMachineCloud | undefined;
afterEach(() => cloud?.stop());

type Handler = Parameters<typeof StateMachineCloud.with>[1];

async function finished(definition: Json, handler?: Handler): Promise<ExecutionDetail> {
  cloud = await StateMachineCloud.with(definition, handler);
  const running = cloud;
  await running.begin('one');
  await running.finish('one');
  return new Executions(new Developer({ call: ({ action, input }) => running.call(action, input) })).detail(
    running.arn('one'),
  );
}

const pass = (next?: string): Json => ({ Type: 'Pass', ...(next ? { Next: next } : { End: true }) });
const task = { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:getItem', Parameters: {} };

test('every way that control can go is an edge, and says on which error', () => {
  const { edges } = definitionGraph(
    JSON.stringify({
      StartAt: 'Ask',
      States: {
        Ask: {
          ...task,
          Catch: [
            { ErrorEquals: ['States.Timeout', 'DynamoDB.Other'], Next: 'Sorry' },
            { ErrorEquals: ['States.ALL'], Next: 'Choose' },
          ],
          Next: 'Choose',
        },
        Choose: {
          Type: 'Choice',
          Choices: [{ Variable: '$.a', IsPresent: true, Next: 'Ask' }],
          Default: 'Sorry',
        },
        Sorry: { Type: 'Fail' },
      },
    }),
  );
  const shown = edges.map(({ from, to, kind, label }) =>
    `${from.trim()} ${kind} ${to.trim()} ${label}`.trim(),
  );
  expect(shown.map((line) => line.replaceAll('\u0001', ''))).toEqual([
    'Ask next Choose ALL',
    'Ask catch Sorry Timeout +1',
    'Choose choice Ask',
    'Choose choice Sorry default',
    'Sorry next end',
    'start next Ask',
  ]);
});

test('the branches of a Parallel are drawn, taken, and joined again', async () => {
  const branch = (name: string): Json => ({ StartAt: name, States: { [name]: pass() } });
  const { graph, steps } = await finished({
    StartAt: 'Both',
    States: {
      Both: { Type: 'Parallel', Branches: [branch('Left'), branch('Right')], Next: 'Last' },
      Last: pass(),
    },
  });
  expect(steps.map(({ state, status }) => `${state} ${status}`).sort()).toEqual([
    'Both succeeded',
    'Last succeeded',
    'Left succeeded',
    'Right succeeded',
  ]);
  const untaken = graph.edges.filter(({ taken }) => !taken);
  expect(untaken.map(({ from, to }) => `${from} ${to}`)).toEqual([]);
  expect(graph.edges).toHaveLength(7);
});

test('the iterations of a Map are visits of its states', async () => {
  const { graph } = await finished({
    StartAt: 'Items',
    States: {
      Items: { Type: 'Pass', Result: [1, 2, 3], Next: 'Each' },
      Each: { Type: 'Map', ItemProcessor: { StartAt: 'One', States: { One: pass() } }, End: true },
    },
  });
  expect(graph.nodes.find(({ id }) => id === 'One')).toMatchObject({ visits: 3, status: 'succeeded' });
});

test('an error that a retry mended is no error of the step', async () => {
  let calls = 0;
  const { steps } = await finished(
    { StartAt: 'Ask', States: { Ask: { ...task, Retry: [{ ErrorEquals: ['States.ALL'] }], End: true } } },
    async () => {
      calls += 1;
      if (calls === 1) throw new AwsError('ThrottlingException', 'Slower, please.');
      return {};
    },
  );
  expect(steps).toHaveLength(1);
  expect(steps[0]).toMatchObject({ status: 'succeeded' });
  expect(steps[0]).not.toHaveProperty('error');
  expect(steps[0]?.events.map(({ type }) => type)).toContain('TaskFailed');
});

test('an error that nobody caught is where the path ends', async () => {
  const { steps, graph } = await finished(
    { StartAt: 'Ask', States: { Ask: { ...task, Next: 'Never' }, Never: pass() } },
    async () => {
      throw new AwsError('ResourceNotFoundException', 'There is no such table.');
    },
  );
  expect(steps).toMatchObject([
    {
      state: 'Ask',
      status: 'failed',
      error: 'DynamoDB.ResourceNotFoundException',
      cause: expect.stringContaining('no such table'),
    },
  ]);
  expect(graph.edges.filter(({ taken }) => taken).map(({ to }) => to)).toEqual(['Ask']);
});

test('nothing of the drawing lies outside it, or upon another state', async () => {
  const { graph } = await finished({ StartAt: 'A', States: { A: pass('B'), B: pass('C'), C: pass() } });
  const boxes = graph.nodes.map(({ x, y, width, height }) => ({
    left: x - width / 2,
    right: x + width / 2,
    top: y - height / 2,
    bottom: y + height / 2,
  }));
  for (const box of boxes) {
    expect(box.left).toBeGreaterThanOrEqual(0);
    expect(box.right).toBeLessThanOrEqual(graph.width);
    expect(box.bottom).toBeLessThanOrEqual(graph.height);
    const upon = boxes.filter(
      (other) =>
        other !== box &&
        other.left < box.right &&
        box.left < other.right &&
        other.top < box.bottom &&
        box.top < other.bottom,
    );
    expect(upon).toEqual([]);
  }
});
