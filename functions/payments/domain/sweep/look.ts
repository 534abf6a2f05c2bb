import { statusOf } from '../../../domain/reservation';
import { expiryAfter } from '../../../domain/reservation-record';
import { instant } from '../dependencies';
import { followCheckout } from './checkout';
import {
  type Ages,
  ALL_WELL,
  type Finding,
  older,
  type Part,
  type SweepDependencies,
  type View,
} from './dependencies';
import { agesOf, decide, endHold, finishEnd, forgetNote } from './hold';
import { followDisputes, followRefunds } from './money';

/** The parts of a look, in this order: what was paid is settled before a hold is ended. */
const PARTS: readonly Part[] = [
  decide,
  followCheckout,
  endHold,
  finishEnd,
  followRefunds,
  followDisputes,
  forgetNote,
];

/** A part that failed is tried again by the next run (ms). */
const AGAIN_MS = 60_000;

/**
 * Looks at one reservation: does what is due, and stores when to look again, or that all is finished. What was begun
 * meanwhile by somebody else is not overlooked: then nothing is stored, and the next run looks once more.
 */
export async function look(reservationId: string, dependencies: SweepDependencies): Promise<Ages> {
  const record = await dependencies.unfinished.find(reservationId);
  if (!record) return ALL_WELL;
  const occupancy = await dependencies.apartments.occupancy(record.apartmentId);
  const view = { record, occupancy, status: statusOf(record, occupancy, dependencies.now()) };
  const findings: Finding[] = [{ ages: agesOf(view, dependencies.now()) }];
  for (const part of PARTS) findings.push(await attempted(part, view, dependencies));
  await store(view, findings, dependencies);
  return findings.reduce((ages, { ages: found = {} }) => older(ages, found), ALL_WELL);
}

/** A provider that cannot be reached does not keep a hold from ending. */
async function attempted(part: Part, view: View, dependencies: SweepDependencies): Promise<Finding> {
  try {
    return await part(view, dependencies);
  } catch (cause) {
    dependencies.sweepTelemetry.lookFailed(view.record.id, cause);
    return { again: dependencies.now() + AGAIN_MS };
  }
}

async function store(
  { record, status }: View,
  findings: readonly Finding[],
  dependencies: SweepDependencies,
): Promise<void> {
  const times = findings.flatMap(({ again }) => (again === undefined ? [] : [again]));
  if (times.length > 0) {
    const dueAt = new Date(Math.min(...times)).toISOString();
    await dependencies.unfinished.postpone(
      record,
      dueAt,
      findings.some(({ moves }) => moves === true),
    );
    return;
  }
  // Retention counts from the end, and never while paid.
  const isOver = status !== 'PAID';
  const expiresAt = isOver ? expiryAfter(instant(dependencies), dependencies.retentionDays) : undefined;
  await dependencies.unfinished.finish(record, expiresAt);
}
