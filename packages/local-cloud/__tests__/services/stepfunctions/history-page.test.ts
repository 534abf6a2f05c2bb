import fc from 'fast-check';
import type { HistoryEvent } from '../../../services/stepfunctions/history/event';
import { eventsOf, pageOf } from '../../../services/stepfunctions/journal/history-page';

/** The events of one step: ids without gaps, each after some earlier one, and never back in time. */
const events = fc
  .tuple(
    fc.integer({ min: 1, max: 25_000 }),
    fc.array(
      fc.record(
        {
          back: fc.integer({ min: 1, max: 50 }),
          later: fc.nat(10_000),
          type: fc.constantFrom('PassStateEntered', 'TaskFailed', 'ExecutionStarted'),
          state: fc.option(fc.string(), { nil: undefined }),
          input: fc.jsonValue(),
          error: fc.string(),
          scope: fc.array(fc.string()),
        },
        { requiredKeys: ['back', 'later', 'type'] },
      ),
      { minLength: 1 },
    ),
  )
  .map(([first, given]) =>
    given.map(({ back, later, ...event }, index) => ({
      id: first + index,
      previousEventId: Math.max(0, first + index - back),
      timestamp: 1_790_000_000_000 + later,
      ...event,
    })),
  );

test('what is written is read again, whatever happened', () => {
  fc.assert(
    fc.property(events, (given) => {
      const written = pageOf(given as unknown as [HistoryEvent, ...HistoryEvent[]]);
      expect(eventsOf(written)).toEqual(JSON.parse(JSON.stringify(given)));
    }),
  );
});

test('a page that is the events as they are is read as well', () => {
  const plain = [{ id: 1, previousEventId: 0, timestamp: 5, type: 'ExecutionStarted' }];
  expect(eventsOf(JSON.stringify(plain))).toEqual(plain);
});
