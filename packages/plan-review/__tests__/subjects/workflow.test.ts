import { workflowDifferences } from '../../subjects/workflow';

const STATES = {
  Hold: { Type: 'Wait', Seconds: 60, Next: 'Ask' },
  Ask: {
    Type: 'Task',
    Resource: 'get',
    Next: 'Done',
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }],
  },
  Done: { Type: 'Succeed' },
};

function definition(states: object, rest: object = {}): string {
  return JSON.stringify({ StartAt: 'Hold', States: states, ...rest });
}

function lines(after: string): string[] {
  return (workflowDifferences(definition(STATES), after) ?? []).map(({ sign, text }) => `${sign} ${text}`);
}

test.each([
  ['a state that came', { ...STATES, Told: { Type: 'Pass', Next: 'Done' } }, ['+ state "Told" (Pass)']],
  [
    'a changed field',
    { ...STATES, Hold: { ...STATES.Hold, Seconds: 90 } },
    ['~ state "Hold": Seconds 60 → 90'],
  ],
])('%s is told', (_, states, told) => {
  expect(lines(definition(states))).toEqual(told);
});

test('a state that went, and the way past it', () => {
  const { Ask: _, ...states } = STATES;
  expect(lines(definition({ ...states, Hold: { ...STATES.Hold, Next: 'Done' } }))).toEqual([
    '- state "Ask"',
    '~ state "Hold": Next "Ask" → "Done"',
  ]);
});

test('another name alone is one line, wherever the state is named', () => {
  const { Ask, ...states } = STATES;
  const told = lines(definition({ ...states, Question: Ask, Hold: { ...STATES.Hold, Next: 'Question' } }));
  expect(told).toEqual([expect.stringContaining('~ state "Ask" is renamed "Question"')]);
});

test('settings of the whole are told', () => {
  expect(lines(definition(STATES, { TimeoutSeconds: 5 }))).toEqual(['~ TimeoutSeconds (not set) → 5']);
});

test('what is no ASL is left to others', () => {
  expect(workflowDifferences('(known after apply)', definition(STATES))).toBeUndefined();
});
