import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

const CLOCK = resolve(__dirname, '../../../services/lambda/runtime/clock.cjs');
const AN_HOUR_AHEAD = `require(${JSON.stringify(CLOCK)}).followClock(new Float64Array([3_600_000]));`;

/** What an expression gives on a machine of another time zone, once `Date` follows the clock. */
function on(zone: string, expression: string): unknown {
  const script = `const native = new Date(5); ${AN_HOUR_AHEAD} process.stdout.write(JSON.stringify(${expression}))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { env: { TZ: zone }, encoding: 'utf8' }));
}

/** Lambda runs in UTC: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const CASES: [string, unknown][] = [
  ['new Date(2026, 0, 1, 12).toISOString()', '2026-01-01T12:00:00.000Z'],
  ['new Date("2026-07-01T12:00").toISOString()', '2026-07-01T12:00:00.000Z'],
  ['new Date("2026-07-01").toISOString()', '2026-07-01T00:00:00.000Z'],
  ['new Date("Jul 1 2026 12:00").toISOString()', '2026-07-01T12:00:00.000Z'],
  ['new Date("2026-07-01T12:00:00+02:00").toISOString()', '2026-07-01T10:00:00.000Z'],
  ['new Date(0).getHours()', 0],
  ['new Date(new Date(0).setHours(5)).toISOString()', '1970-01-01T05:00:00.000Z'],
  ['new Date(0).getTimezoneOffset()', 0],
  ['String(new Date(0))', 'Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)'],
  ['String(new Date(NaN))', 'Invalid Date'],
  ['new Date(0).toLocaleString("en-GB")', '01/01/1970, 00:00:00'],
  ['new Intl.DateTimeFormat("en-GB", { timeStyle: "short" }).format(0)', '00:00'],
  ['Intl.DateTimeFormat().resolvedOptions().timeZone', 'UTC'],
  ['native instanceof Date && new Date(native).getTime() === 5 && new Date(0).constructor === Date', true],
  ['Date.now() - new Date().getTime() <= 0', true],
  ['Math.round((Date.now() - performance.timeOrigin) / 3_600_000)', 1],
];

test.each(['America/New_York', 'Asia/Kolkata'])(
  'a worker in %s keeps the time of the cloud, in UTC',
  (zone) => {
    const results = on(zone, `[${CASES.map(([expression]) => expression).join(', ')}]`);
    expect(results).toEqual(CASES.map(([, result]) => result));
  },
);
