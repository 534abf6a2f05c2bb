import type { Price } from '../api/apartments';
import { REFUND_STATUSES, RESERVATION_STATUSES, type Refund } from '../api/reservations';
import type { Attempt } from '../state/attempt';
import { OUTCOMES, type PaymentAttempt } from '../state/payment';

const GUEST_KEY = 'keyhold.guest';
const ATTEMPT_PREFIX = 'keyhold.attempt.';
const STATUSES = ['ASKED', 'REFUSED', ...RESERVATION_STATUSES] as const;

export type KeyValueStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/**
 * The guest's id and attempts in the browser's storage. Each attempt has a key of its own, so that two tabs do not
 * overwrite each other. Where the storage is full or forbidden booking still works, until the page is closed.
 */
export class AttemptStorage {
  /** @param notes opens the storage, which throws where the guest forbids it */
  constructor(private readonly storage: () => KeyValueStorage) {}

  /** A random id: the page has no accounts. */
  guestId(): string {
    const known = quietly(() => this.storage().getItem(GUEST_KEY));
    if (known) return known;
    const guestId = crypto.randomUUID();
    quietly(() => this.storage().setItem(GUEST_KEY, guestId));
    return guestId;
  }

  attempts(): Attempt[] {
    const keys = quietly(() => keysOf(this.storage()));
    const found = (keys ?? []).map((key) => (key?.startsWith(ATTEMPT_PREFIX) ? this.read(key) : undefined));
    return found.filter((attempt) => attempt !== undefined).sort((a, b) => b.askedAt - a.askedAt);
  }

  /** Stores the differences between two lists of attempts. */
  save(after: readonly Attempt[], before: readonly Attempt[]): void {
    if (after === before) return;
    for (const attempt of after) {
      if (!before.includes(attempt))
        quietly(() => this.storage().setItem(keyOf(attempt.reservationId), serialized(attempt)));
    }
    const remaining = new Set(after.map(({ reservationId }) => reservationId));
    for (const { reservationId } of before) {
      if (!remaining.has(reservationId)) quietly(() => this.storage().removeItem(keyOf(reservationId)));
    }
  }

  private read(key: string): Attempt | undefined {
    return parsedAttempt(quietly(() => this.storage().getItem(key)) ?? null);
  }
}

/** The reservation id in a storage key; undefined where the key is not of an attempt. */
export function reservationOfKey(key: string | null): string | undefined {
  return key?.startsWith(ATTEMPT_PREFIX) ? key.slice(ATTEMPT_PREFIX.length) : undefined;
}

/** The attempt in a stored text; undefined where it is invalid (from another version, or edited by hand). */
export function parsedAttempt(text: string | null): Attempt | undefined {
  const value = text === null ? undefined : quietly(() => JSON.parse(text) as Partial<Attempt> | null);
  const whole =
    typeof value?.reservationId === 'string' &&
    typeof value.apartmentId === 'string' &&
    typeof value.apartmentName === 'string' &&
    typeof value.askedAt === 'number' &&
    STATUSES.some((status) => status === value.status) &&
    (value.price === undefined || isPrice(value.price)) &&
    (value.refunds === undefined || (Array.isArray(value.refunds) && value.refunds.every(isRefund))) &&
    (value.payment === undefined || isWhole(value.payment));
  return whole ? (value as Attempt) : undefined;
}

function isPrice({ amount, currency }: Partial<Price>): boolean {
  return typeof amount === 'number' && typeof currency === 'string';
}

function isRefund(refund: Partial<Refund>): boolean {
  return isPrice(refund) && REFUND_STATUSES.some((status) => status === refund.status);
}

function isWhole({ outcome, at, search }: Partial<PaymentAttempt>): boolean {
  return OUTCOMES.some((word) => word === outcome) && typeof at === 'number' && typeof search === 'string';
}

/** Without the state of a pending request: after a reload there is none. */
function serialized(attempt: Attempt): string {
  return JSON.stringify({ ...attempt, cancelling: undefined, paying: undefined, error: undefined });
}

function keysOf(storage: KeyValueStorage): (string | null)[] {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index));
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
