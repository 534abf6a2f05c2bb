import { RESERVATION_STATUSES } from '../api/reservations';
import type { Attempt } from '../state/attempt';
import { OUTCOMES, type Payment } from '../state/payment';

const GUEST_KEY = 'keyhold.guest';
const ATTEMPT_PREFIX = 'keyhold.attempt.';
const STATUSES = ['ASKED', 'REFUSED', ...RESERVATION_STATUSES] as const;

export type Notes = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/**
 * What outlives a reload: who this guest is, and the attempts, each under a key of its own so that two tabs
 * do not overwrite each other's. A browser that keeps nothing (a full or forbidden storage) still books; it
 * only forgets when the page is closed.
 */
export class Memory {
  /** @param notes opens the storage, which throws where the guest forbids it */
  constructor(private readonly notes: () => Notes) {}

  /** A random id: the page has no accounts. */
  guestId(): string {
    const known = quietly(() => this.notes().getItem(GUEST_KEY));
    if (known) return known;
    const guestId = crypto.randomUUID();
    quietly(() => this.notes().setItem(GUEST_KEY, guestId));
    return guestId;
  }

  attempts(): Attempt[] {
    const keys = quietly(() => keysOf(this.notes()));
    const found = (keys ?? []).map((key) => (key?.startsWith(ATTEMPT_PREFIX) ? this.read(key) : undefined));
    return found.filter((attempt) => attempt !== undefined).sort((a, b) => b.askedAt - a.askedAt);
  }

  /** Writes down what has changed from one list of attempts to the next. */
  keep(after: readonly Attempt[], before: readonly Attempt[]): void {
    if (after === before) return;
    for (const attempt of after) {
      if (!before.includes(attempt))
        quietly(() => this.notes().setItem(keyOf(attempt.reservationId), noteOf(attempt)));
    }
    const remaining = new Set(after.map(({ reservationId }) => reservationId));
    for (const { reservationId } of before) {
      if (!remaining.has(reservationId)) quietly(() => this.notes().removeItem(keyOf(reservationId)));
    }
  }

  private read(key: string): Attempt | undefined {
    return attemptIn(quietly(() => this.notes().getItem(key)) ?? null);
  }
}

/** The reservation that a key of the storage is about, if it is about an attempt. */
export function reservationOfKey(key: string | null): string | undefined {
  return key?.startsWith(ATTEMPT_PREFIX) ? key.slice(ATTEMPT_PREFIX.length) : undefined;
}

/** The attempt of a note; undefined where it is none (written by another version, or by hand). */
export function attemptIn(note: string | null): Attempt | undefined {
  const value = note === null ? undefined : quietly(() => JSON.parse(note) as Partial<Attempt> | null);
  const whole =
    typeof value?.reservationId === 'string' &&
    typeof value.apartmentId === 'string' &&
    typeof value.apartmentName === 'string' &&
    typeof value.askedAt === 'number' &&
    STATUSES.some((status) => status === value.status) &&
    (value.payment === undefined || isWhole(value.payment));
  return whole ? (value as Attempt) : undefined;
}

function isWhole({ outcome, at, search }: Partial<Payment>): boolean {
  return OUTCOMES.some((word) => word === outcome) && typeof at === 'number' && typeof search === 'string';
}

/** Without what is only about the request under way: nobody waits for its answer after a reload. */
function noteOf(attempt: Attempt): string {
  return JSON.stringify({ ...attempt, cancelling: undefined, paying: undefined, trouble: undefined });
}

function keysOf(notes: Notes): (string | null)[] {
  return Array.from({ length: notes.length }, (_, index) => notes.key(index));
}

function keyOf(reservationId: string): string {
  return ATTEMPT_PREFIX + reservationId;
}

function quietly<Result>(use: () => Result): Result | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}
