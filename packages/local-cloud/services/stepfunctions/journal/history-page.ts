import type { EventDetails, EventType, HistoryEvent } from '../history/event';

/**
 * The events of one step as they are kept: `[id of the first, its time, and five places an event: type, how far
 * back the event before lies, milliseconds since the first, state, details]`, `0` where there is none. Half the
 * text of the events as they are, and written in half the time.
 */
type HistoryPage = readonly unknown[];

const HEAD = 2;
const PLACES = 5;
const NONE = 0;

/** The fields that have a place of their own. */
const PLACED = new Set(['id', 'previousEventId', 'timestamp', 'type', 'state']);

export function pageOf(events: readonly [HistoryEvent, ...HistoryEvent[]]): string {
  const [first] = events;
  const page: unknown[] = [first.id, first.timestamp];
  for (const event of events) {
    const { id, previousEventId, timestamp, type, state } = event;
    page.push(type, id - previousEventId, timestamp - first.timestamp, state ?? NONE, detailsOf(event));
  }
  return JSON.stringify(page);
}

/** The events of a page, as {@link pageOf} was given them. Data folders may hold pages that are the events as they are. */
export function eventsOf(text: string): HistoryEvent[] {
  const page = JSON.parse(text) as HistoryPage;
  if (typeof page[0] !== 'number') return page as HistoryEvent[];
  const [firstId, firstTime] = page as [number, number];
  const events: HistoryEvent[] = [];
  for (let at = HEAD; at < page.length; at += PLACES) {
    const [type, back, later, state, details] = page.slice(at, at + PLACES) as [
      EventType,
      number,
      number,
      string | typeof NONE,
      EventDetails | typeof NONE,
    ];
    const id = firstId + events.length;
    events.push({
      id,
      previousEventId: id - back,
      timestamp: firstTime + later,
      type,
      ...(state !== NONE && { state }),
      ...(details !== NONE && details),
    });
  }
  return events;
}

/** A loop, because a rest of a destructuring is half as fast. */
function detailsOf(event: HistoryEvent): Record<string, unknown> | typeof NONE {
  let details: Record<string, unknown> | undefined;
  for (const name in event) {
    const value = event[name as keyof HistoryEvent];
    if (value === undefined || PLACED.has(name)) continue;
    details ??= {};
    details[name] = value;
  }
  return details ?? NONE;
}
