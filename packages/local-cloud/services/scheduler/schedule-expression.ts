import { AwsError } from '../../core/errors';

/** When a schedule runs, by an instant of the clock in ms since the epoch. */
export interface Timetable {
  /** The first run after `instant`; undefined when there is none left. */
  next(instant: number): number | undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads `rate(5 minutes)` or `at(2026-12-01T08:00:00)`
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html). A rate counts from `start`, in ms
 * since the epoch.
 * @throws AwsError ValidationException where AWS refuses it, or where it is not supported here
 */
export function timetable(expression: string, start: number): Timetable {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) return every(Number(rate[1]) * (UNIT_MS[rate[2] ?? ''] ?? 0), start, expression);
  const at = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/.exec(expression);
  if (at) return once(Date.parse(`${at[1]}Z`), expression);
  if (/^cron\(.*\)$/.test(expression))
    throw new AwsError('ValidationException', `${expression}: cron expressions are not supported locally.`);
  throw invalid(expression);
}

function every(interval: number, start: number, expression: string): Timetable {
  if (interval === 0) throw invalid(expression);
  return {
    next: (instant) => start + (Math.floor(Math.max(0, instant - start) / interval) + 1) * interval,
  };
}

function once(instant: number, expression: string): Timetable {
  if (Number.isNaN(instant)) throw invalid(expression);
  return { next: (after) => (after < instant ? instant : undefined) };
}

function invalid(expression: string): AwsError {
  return new AwsError('ValidationException', `Invalid Schedule Expression ${expression}.`);
}
