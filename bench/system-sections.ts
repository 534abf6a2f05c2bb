import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReportRow, ReportSection } from './report';
import { percentile, type ReservationTimings, reservations } from './reservations';
import { RunningKeyhold } from './running-keyhold';
import { startPhases } from './start-phases';

const RESERVATIONS = 1_000;
const AT_ONCE = 8;

/** The time from `npm start` to Ready, and its phases. */
export async function startSection(): Promise<ReportSection> {
  const keyhold = await RunningKeyhold.start();
  await keyhold.stop();
  const { synthesis, loading, services } = startPhases();
  const seconds = (what: string, value: number): ReportRow => ({ what, measured: `${value.toFixed(2)} s` });
  return {
    title: 'From `npm start` to Ready',
    remark:
      'Each phase is measured separately in a fresh process. `npm start` loads the local cloud while it synthesizes.',
    rows: [
      seconds('npm start, to the line Ready', keyhold.secondsToReady),
      seconds('of it: synthesis of the stack', synthesis),
      seconds('of it: loading the local cloud (in parallel)', loading),
      seconds('of it: provisioning and starting the services', services),
    ],
  };
}

/** Reservations through GraphQL, function, workflow and table, in memory and on disk. */
export async function reservationsSection(): Promise<ReportSection> {
  const folder = mkdtempSync(join(tmpdir(), 'keyhold-bench-'));
  try {
    const rows = [
      ...(await rowsOf('in memory')),
      ...(await rowsOf('on disk', '--data-dir', join(folder, 'data'))),
    ];
    return {
      title: '`reserveApartment` end to end',
      remark: `GraphQL over HTTP, the Lambda function, the workflow and the table of a running \`npm start\`: from the request until the answer HELD. ${RESERVATIONS} reservations each, of a vacant apartment each.`,
      rows,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function rowsOf(where: string, ...options: string[]): Promise<ReportRow[]> {
  const keyhold = await RunningKeyhold.start(...options);
  try {
    // Warms up every worker of the function.
    await reservations(keyhold, 'warm', RESERVATIONS, AT_ONCE);
    const one = await reservations(keyhold, 'one', RESERVATIONS, 1);
    const many = await reservations(keyhold, 'many', RESERVATIONS, AT_ONCE);
    return [
      { what: `${where}, one guest: p50`, measured: milliseconds(one, 0.5), goal: 'under 10 ms' },
      { what: `${where}, one guest: p95`, measured: milliseconds(one, 0.95) },
      { what: `${where}, one guest: p99`, measured: milliseconds(one, 0.99) },
      { what: `${where}, ${AT_ONCE} guests at once: p50`, measured: milliseconds(many, 0.5) },
      { what: `${where}, ${AT_ONCE} guests at once: p99`, measured: milliseconds(many, 0.99) },
      { what: `${where}, ${AT_ONCE} guests at once: bookings a second`, measured: many.perSecond.toFixed(0) },
    ];
  } finally {
    await keyhold.stop();
  }
}

function milliseconds(measured: ReservationTimings, share: number): string {
  return `${percentile(measured, share).toFixed(1)} ms`;
}
