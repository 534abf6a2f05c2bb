import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stackFolder } from '../synthesize';
import type { Premises } from './crash/booking';
import { type Books, closeBooks, deadLetters } from './crash/books';
import { Chance } from './crash/chance';
import { namesOf, open, pause, troubles } from './crash/complex';
import { brokenMoneyLaws } from './crash/money-laws';
import { MortalCloud } from './crash/mortal-cloud';
import { finished } from './crash/observation';
import { bookAndPay, DEEDS, type Deed, type PaidBooking, type Statement } from './crash/paying';

const BOOKINGS = 200;
const KILLS = 8;
const APARTMENTS = 180;
/** How many answers the cloud lives to give at most. */
const MOST_ANSWERS = 450;
/** How often each deed is done in peace, at most, with holds that are longer each time. */
const ROUNDS = 4;
/** Where the guests have no more to ask for. */
const LONGEST_LIFE_MS = 1_500;

/** Give it to see a run again: KEYHOLD_CRASH_SEED=… npx jest payments-crash */
const seed = Number(process.env['KEYHOLD_CRASH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

let directory: string;
let cloud: MortalCloud;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'keyhold-payments-crash-'));
  cloud = new MortalCloud(stackFolder('keyhold-local'), directory);
});
afterEach(async () => {
  await cloud.kill();
  rmSync(directory, { recursive: true });
});

/**
 * Guests reserve, open a checkout through the edge and pay, cancel or forget; the provider tells of a payment
 * until it is answered with success. The process that has all of it, the functions, their queue and the
 * streams too, is killed at random instants.
 */
test(`no payment is lost or doubled over ${KILLS} kills (KEYHOLD_CRASH_SEED=${seed})`, async () => {
  const chance = new Chance(seed);
  cloud.start();
  const premises = { cloud, ...namesOf(stackFolder('keyhold-local')) };
  await open(premises, APARTMENTS + ROUNDS * DEEDS.length);

  const bookings: Promise<Statement>[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    await cloud.ready();
    const share = Math.ceil((BOOKINGS - bookings.length) / (KILLS - kill));
    for (let n = 0; n < share; n++) bookings.push(bookAndPay(wish(bookings.length, chance), premises));
    await Promise.race([cloud.answered(1 + chance.whole(MOST_ANSWERS)), pause(LONGEST_LIFE_MS)]);
    await cloud.kill();
    cloud.start();
  }

  const statements = await Promise.all(bookings);
  statements.push(...(await payInPeace(premises)));
  await finished(premises);
  const books = await closeBooks(premises);
  expect(brokenMoneyLaws(statements, books)).toEqual([]);
  expect(await deadLetters(premises)).toBe(0);
  expect(troubles(cloud.log)).toEqual([]);
  expectEveryFate(statements, books);
});

function wish(number: number, chance: Chance): PaidBooking {
  return {
    reservationId: `reservation-${number}`,
    apartmentId: `apartment-${chance.whole(APARTMENTS)}`,
    deed: DEEDS[number % DEEDS.length] ?? 'pay at the page',
    holdMs: 2_500 + chance.whole(2_500),
  };
}

/** Nothing dies any more: something of everything comes to its end, however slow the machine is. */
async function payInPeace(premises: Premises): Promise<Statement[]> {
  const statements: Statement[] = [];
  for (let round = 0; round < ROUNDS && missing(statements).length > 0; round++) {
    const bookings = missing(statements).map((deed, n) => ({
      reservationId: `in-peace-${round}-${n}`,
      apartmentId: `apartment-${APARTMENTS + round * DEEDS.length + n}`,
      deed,
      holdMs: 2_500 * 2 ** round,
    }));
    statements.push(...(await Promise.all(bookings.map((booking) => bookAndPay(booking, premises)))));
  }
  return statements;
}

/** What nobody got as far as to do. */
function missing(statements: readonly Statement[]): Deed[] {
  return DEEDS.filter(
    (wanted) => !statements.some(({ deed, hadCheckout }) => hadCheckout && deed === wanted),
  );
}

/** A run in which somebody never came to do what they meant, or no money went back, would prove nothing of it. */
function expectEveryFate(statements: readonly Statement[], { payments }: Books): void {
  expect(missing(statements)).toEqual([]);
  const fates = new Set(payments.map(({ reason, latePayment }) => reason ?? latePayment));
  expect(fates).toEqual(new Set([undefined, 'LATE', 'SECOND_PAYMENT', 'REFUNDED', 'TAKEN_AGAIN']));
}
