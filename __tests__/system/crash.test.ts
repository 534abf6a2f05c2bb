import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stackFolder } from '../synthesize';
import { type Account, type Booking, book, type Plan } from './crash/booking';
import { Chance } from './crash/chance';
import { COMPLEX, namesOf, open, pause, troubles } from './crash/complex';
import { violations } from './crash/laws';
import { MortalCloud } from './crash/mortal-cloud';
import { apartments, ended, finished } from './crash/observation';

const BOOKINGS = 1000;
const KILLS = 20;
const APARTMENTS = 500;
/** How many answers the cloud lives to give at most, and how long when it is killed while it starts. */
const MOST_ANSWERS = 400;
const LONGEST_START_MS = 600;
/** Where the guests have no more to ask for. */
const LONGEST_LIFE_MS = 2_000;
const PLANS: readonly Plan[] = ['pay', 'cancel', 'let it expire', 'let it expire'];

/** Give it to see a run again: KEYHOLD_CRASH_SEED=… npx jest crash */
const seed = Number(process.env['KEYHOLD_CRASH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

let directory: string;
let cloud: MortalCloud;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'keyhold-crash-'));
  cloud = new MortalCloud(stackFolder('keyhold-local'), directory);
});
afterEach(async () => {
  await cloud.kill();
  rmSync(directory, { recursive: true });
});

/**
 * Guests start the workflow and pay or cancel at the table, through the gateway of a real process, with no
 * API and no Lambda function between; the function that follows the table's stream dies with everything else.
 * The process is killed at random instants, some of them while it is still starting on what the kill before
 * left behind.
 */
test(`the laws hold over ${KILLS} kills in ${BOOKINGS} bookings (KEYHOLD_CRASH_SEED=${seed})`, async () => {
  const chance = new Chance(seed);
  cloud.start();
  const premises = { cloud, ...namesOf(stackFolder('keyhold-local')) };
  await open(premises, APARTMENTS);

  const accounts: Promise<Account>[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const early = kill % 4 === 3;
    if (!early) await cloud.ready();
    const share = early ? 0 : Math.ceil((BOOKINGS - accounts.length) / (KILLS - kill));
    for (let n = 0; n < share; n++) accounts.push(book(wish(accounts.length, chance), premises));
    if (early) await pause(chance.below(LONGEST_START_MS));
    else await Promise.race([cloud.answered(1 + chance.whole(MOST_ANSWERS)), pause(LONGEST_LIFE_MS)]);
    await cloud.kill();
    cloud.start();
  }
  while (accounts.length < BOOKINGS) accounts.push(book(wish(accounts.length, chance), premises));

  const told = await Promise.all(accounts);
  const names = await finished(premises);
  expect(names.toSorted()).toEqual(told.map(({ reservationId }) => reservationId).sort());
  const executions = new Map(
    await Promise.all(names.map(async (name) => [name, await ended(name, premises)] as const)),
  );
  const table = await apartments(premises);
  expect(violations(told, executions, new Map(table.map((each) => [each.id, each])))).toEqual([]);
  expect(await apartments(premises, COMPLEX)).toEqual(table);
  expect(troubles(cloud.log)).toEqual([]);
  expectEveryOutcome(told);
});

/** Half of those who pay or cancel have long holds: they come in time on a slow machine, too. */
function wish(number: number, chance: Chance): Booking {
  const plan = PLANS[chance.whole(PLANS.length)] ?? 'pay';
  const isLong = plan !== 'let it expire' && chance.whole(2) === 0;
  return {
    reservationId: `reservation-${number}`,
    apartmentId: `apartment-${chance.whole(APARTMENTS)}`,
    plan,
    holdMs: (isLong ? 15_000 : 1_500) + chance.whole(3_000),
  };
}

/** A run in which nobody paid, cancelled, expired or came too late would prove nothing. */
function expectEveryOutcome(accounts: readonly Account[]): void {
  const of = (plan: Plan) => accounts.filter((each) => each.plan === plan && each.sawHold);
  const counts = {
    paid: of('pay').filter(({ acknowledged }) => acknowledged).length,
    cancelled: of('cancel').filter(({ acknowledged }) => acknowledged).length,
    expired: of('let it expire').length,
    refused: accounts.filter(({ sawHold }) => !sawHold).length,
  };
  for (const [outcome, count] of Object.entries(counts))
    expect([outcome, count > 0]).toEqual([outcome, true]);
}
