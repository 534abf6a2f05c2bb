import { chance } from './chance';
import { take } from './explorer';
import { OPENINGS } from './openings';
import { brokenNow } from './world/quiet';
import { brokenAfterAll } from './world/settle';
import { type Choice, type Terms, World } from './world/world';

export interface Schedule {
  readonly opening: readonly string[];
  /** The numbers from which each next choice is made. */
  readonly choices: readonly number[];
}

export interface Run {
  readonly path: readonly string[];
  readonly broken: readonly string[];
  /** In how many moments of quiet all views were looked at. */
  readonly looks: number;
  /** How each payment ended. */
  readonly ends: readonly string[];
}

const LONGEST = 60;

/** A schedule that depends on the seed alone. */
export function scheduleOf(seed: number): Schedule {
  const next = chance(seed);
  const openings = Object.values(OPENINGS);
  const opening = openings[Math.floor(next() * openings.length)] ?? [];
  const length = 10 + Math.floor(next() * (LONGEST - 10));
  return { opening, choices: Array.from({ length }, next) };
}

/** Runs a schedule, looks at every view in each moment of quiet, and ends with all that is still on its way. */
export async function runSchedule({ opening, choices }: Schedule, terms: Terms): Promise<Run> {
  const world = new World(terms);
  const path: string[] = [];
  let looks = 0;
  const result = (broken: readonly string[]): Run => ({
    path: [...opening, ...path],
    broken,
    looks,
    ends: endsOf(world),
  });
  for (const step of opening) await take(step, world);
  for (const number of choices) {
    const choice = chosen(world.choices(), number);
    if (!choice) break;
    path.push(choice.name);
    await choice.act();
    if (world.data.broken.length > 0) return result(world.data.broken);
    if (!world.isQuiet) continue;
    looks++;
    const broken = await brokenNow(world.data);
    if (broken.length > 0) return result(broken);
  }
  return result(await brokenAfterAll(world.snapshot(), terms, looks % 2 === 0));
}

/** What goes wrong is rare, or nothing would ever go far. */
const RARE = 0.15;

function chosen(choices: readonly Choice[], number: number): Choice | undefined {
  const faults = choices.filter(({ isFault }) => isFault);
  const others = choices.filter(({ isFault }) => !isFault);
  const isFault = faults.length > 0 && (number < RARE || others.length === 0);
  const among = isFault ? faults : others;
  const share = isFault ? number / RARE : (number - RARE) / (1 - RARE);
  return among[Math.min(Math.floor(Math.max(share, 0) * among.length), among.length - 1)];
}

function endsOf({ data }: World): string[] {
  return data.provider.captures.map(({ paymentId, reservationId }) => {
    const payment = data.payments.get(`reservation#${reservationId}`);
    const how =
      payment?.['paymentId'] === paymentId ? (payment['latePayment'] ?? payment['status']) : 'ANOTHER';
    return String(how);
  });
}
