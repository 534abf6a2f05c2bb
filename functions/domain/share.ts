import type { ReservationRecord } from './reservation-record';

/*
 * Law 8: nobody holds more than their share. A guest has a share, and so has an address from which requests come.
 * It lists the holds it has, and is replaced as a whole, by version: whoever has read an older one changes nothing.
 */

/** A hold of a share. It counts until its deadline; then its apartment rests for a while. */
export interface SharedHold {
  readonly reservationId: string;
  readonly apartmentId: string;
  /** Until when it counts as a hold. */
  readonly until: string;
  /**
   * The requests that count on it, each by an id of its own. One that did not write the reservation's record takes
   * its claim back, and with the last claim the hold is gone; that of the one who wrote the record stays.
   */
  readonly claims: readonly string[];
}

export interface Share {
  /** Another one with every change; undefined where nothing is stored. */
  readonly version: string | undefined;
  readonly holds: readonly SharedHold[];
  /** When it may be forgotten, in seconds since the epoch. */
  readonly expiresAt: number;
}

/** How much anybody may hold (law 8). Infinity: no limit, and no pause. */
export interface ShareLimits {
  readonly holdsPerGuest: number;
  readonly holdsPerAddress: number;
  /** For how long a guest or an address may not hold an apartment again that they held and did not pay (ms). */
  readonly pauseMs: number;
}

/** The shares, in the table of reservations. */
export interface Shares {
  /** Read consistently. */
  find(owner: string): Promise<Share>;
  /** False where the share has changed since that version. */
  replace(owner: string, share: Omit<Share, 'version'>, version: Share['version']): Promise<boolean>;
}

/** The reservation that a hold is of. Without an address it is one of staff, who have no share. */
export type ShareOf = Pick<ReservationRecord, 'id' | 'apartmentId' | 'guestId' | 'addressKey'>;

export type OwnerKind = 'address' | 'guest';

/** Whose share it is. */
export interface ShareOwner {
  readonly kind: OwnerKind;
  readonly key: string;
}

/** The name of those who do not say who they are: clients older than reserveApartment. */
export const UNNAMED_GUEST = 'anonymous';

/** The address first. Guests without a name have no share as a guest. */
export function ownersOf({ guestId, addressKey }: Pick<ShareOf, 'guestId' | 'addressKey'>): ShareOwner[] {
  if (addressKey === undefined) return [];
  const address = { kind: 'address', key: `address#${addressKey}` } as const;
  if (guestId === '' || guestId === UNNAMED_GUEST) return [address];
  return [address, { kind: 'guest', key: `guest#${guestId}` }];
}

export function isHoldOf(
  { reservationId, apartmentId }: SharedHold,
  { id, apartmentId: its }: ShareOf,
): boolean {
  return reservationId === id && apartmentId === its;
}

/** Takes a request's claims back, because it did not write the reservation's record. */
export function takeClaimsBack(
  of: ShareOf,
  claim: string,
  owners: readonly ShareOwner[],
  shares: Shares,
): Promise<void> {
  return changeHold(of, owners, shares, (hold) => {
    const claims = hold.claims.filter((each) => each !== claim);
    return claims.length === 0 ? undefined : { ...hold, claims };
  });
}

/** A reservation is REJECTED: it never had a hold. Done again, it changes nothing. */
export function forgetHold(of: ShareOf, shares: Shares): Promise<void> {
  return changeHold(of, ownersOf(of), shares, () => undefined);
}

/** A hold was given up: its apartment rests from this instant on. Done again, it changes nothing. */
export function endHold(of: ShareOf, at: string, shares: Shares): Promise<void> {
  return changeHold(of, ownersOf(of), shares, (hold) => (hold.until <= at ? hold : { ...hold, until: at }));
}

async function changeHold(
  of: ShareOf,
  owners: readonly ShareOwner[],
  shares: Shares,
  change: (hold: SharedHold) => SharedHold | undefined,
): Promise<void> {
  for (const { key } of owners) await changeShare(key, of, shares, change);
}

async function changeShare(
  key: string,
  of: ShareOf,
  shares: Shares,
  change: (hold: SharedHold) => SharedHold | undefined,
): Promise<void> {
  for (;;) {
    const { version, holds, expiresAt } = await shares.find(key);
    const hold = holds.find((each) => isHoldOf(each, of));
    const changed = hold && change(hold);
    if (changed === hold) return;
    const others = holds.filter((each) => each !== hold);
    const left = changed ? [...others, changed] : others;
    if (await shares.replace(key, { holds: left, expiresAt }, version)) return;
  }
}
