import type { Apartments } from '../../../functions/booking/domain/dependencies';
import type {
  Apartment,
  ApartmentDescription,
  ApartmentSelection,
  ApartmentSlice,
  BookedStatus,
  Occupancy,
  Offer,
  ReleaseReason,
  StoredApartment,
} from '../../../functions/domain/apartment';
import type { SettledPayment } from '../../../functions/domain/decision';
import type { ReservationRequest } from '../../../functions/domain/workflow';

export interface ModelItem extends ApartmentDescription {
  readonly bookedStatus: BookedStatus;
  readonly reservationId?: string;
  readonly guestId?: string;
  readonly reservedAt?: string;
  readonly holdExpiresAt?: string;
  readonly paidAt?: string;
  readonly releasedReservationId?: string;
  readonly releaseReason?: ReleaseReason;
  readonly cancelledBy?: { readonly reservationId: string; readonly by: string };
  readonly withdrawn?: boolean | undefined;
  readonly removed?: boolean | undefined;
}

type Sale = Pick<ModelItem, 'withdrawn' | 'removed'>;
type Booking = Pick<
  ModelItem,
  'bookedStatus' | 'reservationId' | 'guestId' | 'reservedAt' | 'holdExpiresAt' | 'paidAt'
>;
type Release = Pick<ModelItem, 'releasedReservationId' | 'releaseReason' | 'cancelledBy'>;

/** The table in memory: every transition with the condition that the design gives it, and a record of all. */
export class ModelApartments implements Apartments {
  readonly items = new Map<string, ModelItem>();
  readonly transitions: { apartmentId: string; from: ModelItem; to: ModelItem }[] = [];
  /** The notes of each apartment. */
  readonly settled = new Map<string, SettledPayment[]>();
  /** Told of each transition, as the table's stream is. */
  onChange: (from: ModelItem, to: ModelItem) => void = () => undefined;
  /** How many items one read looks at, at most: DynamoDB's megabyte in small. */
  mostPerRead = Number.POSITIVE_INFINITY;

  async find(id: string): Promise<Apartment | undefined> {
    const stored = await this.stored(id);
    return stored?.removed ? undefined : stored?.apartment;
  }

  async occupancy(id: string): Promise<Occupancy | undefined> {
    return this.occupancyOf(id);
  }

  private occupancyOf(id: string): Occupancy | undefined {
    const item = this.items.get(id);
    return (
      item && {
        bookedStatus: item.bookedStatus,
        reservationId: item.reservationId,
        holdExpiresAt: item.holdExpiresAt,
        paidAt: item.paidAt,
        releasedReservationId: item.releasedReservationId,
        releaseReason: item.releaseReason,
        withdrawn: item.withdrawn,
        settled: [...(this.settled.get(id) ?? [])],
      }
    );
  }

  async offer(id: string): Promise<Offer | undefined> {
    const occupancy = this.occupancyOf(id);
    const { price, removed } = this.items.get(id) ?? {};
    return occupancy && price && !removed ? { ...occupancy, price } : undefined;
  }

  async slice(selection: ApartmentSelection): Promise<ApartmentSlice> {
    const { complexId, bookedStatus, withdrawn, after, limit } = selection;
    const sorted = [...this.items.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const behind = sorted
      .filter((item) => !complexId || item.complexId === complexId)
      .filter(({ id }) => !after || id > after);
    const looked = behind.slice(0, Math.min(limit, this.mostPerRead));
    const apartments = looked
      .filter((item) => !item.removed)
      .filter((item) => withdrawn || !item.withdrawn || item.bookedStatus !== 'VACANT')
      .filter((item) => !bookedStatus || item.bookedStatus === bookedStatus)
      .map(seen);
    return {
      apartments,
      next: looked.length < behind.length || looked.length === limit ? looked.at(-1)?.id : undefined,
    };
  }

  async put(description: ApartmentDescription): Promise<Apartment | undefined> {
    if (this.items.get(description.id)?.removed) return undefined;
    const item: ModelItem = { bookedStatus: 'VACANT', ...this.items.get(description.id), ...description };
    this.items.set(item.id, item);
    return seen(item);
  }

  async withdraw(id: string): Promise<boolean> {
    return this.sell(id, ({ withdrawn }) => !withdrawn, { withdrawn: true });
  }

  async offerAgain(id: string): Promise<boolean> {
    return this.sell(id, ({ withdrawn, removed }) => withdrawn === true && !removed, {
      withdrawn: undefined,
    });
  }

  async remove(id: string): Promise<boolean> {
    const vacant = ({ bookedStatus, removed }: ModelItem) => bookedStatus === 'VACANT' && !removed;
    return this.sell(id, vacant, { withdrawn: true, removed: true });
  }

  async stored(id: string): Promise<StoredApartment | undefined> {
    const item = this.items.get(id);
    return item && { apartment: seen(item), removed: item.removed ?? false };
  }

  private sell(id: string, condition: (item: ModelItem) => boolean, sale: Sale): boolean {
    const item = this.items.get(id);
    if (!item || !condition(item)) return false;
    this.items.set(id, { ...item, ...sale });
    return true;
  }

  async release(apartmentId: string, reservationId: string, by?: string): Promise<boolean> {
    const cancelledBy = by === undefined ? undefined : { reservationId, by };
    if (!this.revert(apartmentId, reservationId, 'CANCELLED', cancelledBy)) return false;
    this.note(apartmentId, { reservationId, decision: 'CANCELLED' });
    return true;
  }

  async forget(apartmentId: string, { reservationId }: SettledPayment): Promise<void> {
    const kept = (this.settled.get(apartmentId) ?? []).filter((note) => note.reservationId !== reservationId);
    this.settled.set(apartmentId, kept);
  }

  async end(apartmentId: string, reservationId: string): Promise<boolean> {
    const paid = (item: ModelItem) => item.bookedStatus === 'PAID' && item.reservationId === reservationId;
    const release = { releasedReservationId: reservationId, releaseReason: 'ENDED' } as const;
    return this.change(apartmentId, paid, { bookedStatus: 'VACANT', ...release }) !== undefined;
  }

  async expire(apartmentId: string, reservationId: string, now: string): Promise<boolean> {
    const holdExpiresAt = this.items.get(apartmentId)?.holdExpiresAt;
    return holdExpiresAt !== undefined && holdExpiresAt <= now && this.revert(apartmentId, reservationId);
  }

  /** VACANT, or RESERVED past its deadline, → RESERVED, by the workflow. */
  take(reservationId: string, request: ReservationRequest): boolean {
    const { apartmentId, guestId, reservedAt, holdExpiresAt } = request;
    const free = (item: ModelItem) =>
      !this.isSettled(apartmentId, reservationId) &&
      ((item.bookedStatus === 'RESERVED' && item.reservationId === reservationId) ||
        (!item.withdrawn &&
          (item.bookedStatus === 'VACANT' ||
            (item.bookedStatus === 'RESERVED' && String(item.holdExpiresAt) < reservedAt))));
    const hold = { reservationId, guestId, reservedAt, holdExpiresAt };
    return this.change(apartmentId, free, { bookedStatus: 'RESERVED', ...hold }) !== undefined;
  }

  /** RESERVED → VACANT, by the workflow or the guest. */
  revert(
    apartmentId: string,
    reservationId: string,
    releaseReason: ReleaseReason = 'EXPIRED',
    cancelledBy?: ModelItem['cancelledBy'],
  ): boolean {
    const held = (item: ModelItem) =>
      item.bookedStatus === 'RESERVED' && item.reservationId === reservationId;
    const release = {
      releasedReservationId: reservationId,
      releaseReason,
      ...(cancelledBy && { cancelledBy }),
    };
    return this.change(apartmentId, held, { bookedStatus: 'VACANT', ...release }) !== undefined;
  }

  /** RESERVED → PAID, by a payment at the instant `now`. */
  pay(apartmentId: string, reservationId: string, now: number): boolean {
    const payable = (item: ModelItem) =>
      item.bookedStatus === 'RESERVED' &&
      item.reservationId === reservationId &&
      now < Date.parse(item.holdExpiresAt ?? '');
    const { guestId, reservedAt, holdExpiresAt } = this.items.get(apartmentId) ?? {};
    const paidAt = new Date(now).toISOString();
    const booking = {
      bookedStatus: 'PAID' as const,
      reservationId,
      paidAt,
      ...(guestId !== undefined && { guestId }),
      ...(reservedAt !== undefined && { reservedAt }),
      ...(holdExpiresAt !== undefined && { holdExpiresAt }),
    };
    if (this.isSettled(apartmentId, reservationId) || !this.change(apartmentId, payable, booking))
      return false;
    this.note(apartmentId, { reservationId, decision: 'PAID' });
    return true;
  }

  private isSettled(apartmentId: string, reservationId: string): boolean {
    return (this.settled.get(apartmentId) ?? []).some((settled) => settled.reservationId === reservationId);
  }

  private note(apartmentId: string, settled: SettledPayment): void {
    this.settled.set(apartmentId, [...(this.settled.get(apartmentId) ?? []), settled]);
  }

  private change(
    id: string,
    condition: (item: ModelItem) => boolean,
    booking: Booking & Release,
  ): ModelItem | undefined {
    const item = this.items.get(id);
    if (!item || !condition(item)) return undefined;
    const { reservationId: _, holdExpiresAt: __, paidAt: ___, ...kept } = item;
    const { guestId: ____, reservedAt: _____, ...description } = kept;
    const changed = { ...description, ...booking };
    this.items.set(id, changed);
    this.transitions.push({ apartmentId: id, from: item, to: changed });
    this.onChange(item, changed);
    return changed;
  }
}

function seen({ holdExpiresAt, ...rest }: ModelItem): Apartment {
  const { reservationId: _, paidAt: __, releasedReservationId: ___, releaseReason: ____, ...kept } = rest;
  const { guestId: _____, reservedAt: ______, removed: _______, cancelledBy: ________, ...item } = kept;
  return { ...item, holdExpiresAt: item.bookedStatus === 'RESERVED' ? (holdExpiresAt ?? null) : null };
}
