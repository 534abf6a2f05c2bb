import { DomainError } from '../../domain/errors';
import type { AskedReservation } from '../../domain/reservation-record';
import {
  isHoldOf,
  type OwnerKind,
  ownersOf,
  type SharedHold,
  type ShareOwner,
  takeClaimsBack,
} from '../../domain/share';
import type { BookingDependencies } from './dependencies';

/** The holds and rests that one share keeps. More would make its item large: then they must run out first. */
const MOST_HOLDS_KEPT = 200;

const WHERE: Readonly<Record<OwnerKind, string>> = { address: 'from your network', guest: 'for you' };

/** A guest or an address has all the holds that they may have. */
export class TooManyHolds extends DomainError {
  override readonly name = 'TooManyHolds';

  constructor(kind: OwnerKind, held: number, until: string) {
    const many = held === 1 ? '1 apartment is' : `${held} apartments are`;
    super(
      `${many} held ${WHERE[kind]} already, and more are not possible at once. Pay for one or give one up, or try again after ${until}.`,
    );
  }
}

/** An apartment was held and not paid, and others come first for a while. */
export class ApartmentPaused extends DomainError {
  override readonly name = 'ApartmentPaused';

  constructor(kind: OwnerKind, apartmentId: string, until: string) {
    super(
      `Apartment ${apartmentId} was held ${WHERE[kind]} a short time ago and not paid, so others come first. Reserve it again after ${until}, or choose another apartment.`,
    );
  }
}

/** A request's claims on its shares, which it takes back if it does not write the record. */
export interface ShareClaim {
  takeBack(): Promise<void>;
}

type TakingDependencies = Pick<
  BookingDependencies,
  'shares' | 'shareLimits' | 'reservations' | 'newId' | 'now'
>;

/**
 * Takes a hold from the shares of its address and its guest, before its record is written: who dies in between has
 * taken it until the hold's deadline, and never lets more through (law 8). The same reservation counts once, however
 * often it is sent (law 5).
 * @returns the claims, or why it is refused: then nothing is taken
 */
export async function takeShare(
  asked: AskedReservation,
  dependencies: TakingDependencies,
): Promise<ShareClaim | TooManyHolds | ApartmentPaused> {
  const claim = dependencies.newId();
  const taken: ShareOwner[] = [];
  const takeBack = () => takeClaimsBack(asked, claim, taken, dependencies.shares);
  for (const owner of ownersOf(asked)) {
    if (limitOf(owner, dependencies) === Number.POSITIVE_INFINITY) continue;
    taken.push(owner);
    const refusal = await refusedBy(owner, asked, claim, dependencies);
    if (!refusal) continue;
    await takeBack();
    return refusal;
  }
  return { takeBack };
}

function limitOf({ kind }: ShareOwner, { shareLimits }: TakingDependencies): number {
  return kind === 'guest' ? shareLimits.holdsPerGuest : shareLimits.holdsPerAddress;
}

/** Takes the hold from one share; why not, where it is refused. */
async function refusedBy(
  owner: ShareOwner,
  asked: AskedReservation,
  claim: string,
  dependencies: TakingDependencies,
): Promise<TooManyHolds | ApartmentPaused | undefined> {
  const { shares, shareLimits, now } = dependencies;
  for (;;) {
    const { version, holds } = await shares.find(owner.key);
    const at = now();
    const kept = holds.filter(({ until }) => Date.parse(until) + shareLimits.pauseMs > at);
    const own = kept.find((hold) => isHoldOf(hold, asked) && isRunning(hold, at));
    const refusal = own ? undefined : await whyNot(owner, asked, kept, at, dependencies);
    if (refusal) return refusal;
    const others = kept.filter((hold) => !isHoldOf(hold, asked));
    const next = [...others, claimed(own, asked, claim)];
    const lastEnd = Math.max(...next.map(({ until }) => Date.parse(until)));
    const expiresAt = Math.ceil((lastEnd + shareLimits.pauseMs) / 1000);
    if (await shares.replace(owner.key, { holds: next, expiresAt }, version)) return undefined;
  }
}

function isRunning({ until }: SharedHold, at: number): boolean {
  return Date.parse(until) > at;
}

/** Requests of one reservation count on one hold, which lasts as long as the latest of them needs. */
function claimed(own: SharedHold | undefined, asked: AskedReservation, claim: string): SharedHold {
  const { id: reservationId, apartmentId, holdExpiresAt } = asked;
  const until = own && own.until > holdExpiresAt ? own.until : holdExpiresAt;
  return { reservationId, apartmentId, until, claims: [...new Set([...(own?.claims ?? []), claim])] };
}

async function whyNot(
  owner: ShareOwner,
  asked: AskedReservation,
  kept: readonly SharedHold[],
  at: number,
  dependencies: TakingDependencies,
): Promise<TooManyHolds | ApartmentPaused | undefined> {
  const { pauseMs } = dependencies.shareLimits;
  const running = kept.filter((hold) => isRunning(hold, at));
  if (running.length >= limitOf(owner, dependencies)) {
    return new TooManyHolds(owner.kind, running.length, firstOf(running, 0));
  }
  if (kept.length >= MOST_HOLDS_KEPT)
    return new TooManyHolds(owner.kind, running.length, firstOf(kept, pauseMs));
  const resting = kept.filter((hold) => hold.apartmentId === asked.apartmentId && !isRunning(hold, at));
  for (const hold of resting) {
    if (await wasUnpaidHold(hold, dependencies)) {
      return new ApartmentPaused(owner.kind, asked.apartmentId, instantAfter(hold, pauseMs));
    }
  }
  return undefined;
}

/** Neither paid, nor taken by a request that died before it had a record. */
async function wasUnpaidHold(
  { reservationId }: SharedHold,
  { reservations }: TakingDependencies,
): Promise<boolean> {
  const status = (await reservations.find(reservationId))?.status;
  return status !== undefined && status !== 'REJECTED' && status !== 'PAID' && status !== 'ENDED';
}

/** When the first of these holds has ended, and so long after. */
function firstOf(holds: readonly SharedHold[], afterMs: number): string {
  return holds.map((hold) => instantAfter(hold, afterMs)).toSorted()[0] ?? '';
}

function instantAfter({ until }: SharedHold, afterMs: number): string {
  return new Date(Date.parse(until) + afterMs).toISOString();
}
