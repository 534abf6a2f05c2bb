import type { Occupancy } from '../../../../functions/domain/apartment';
import type {
  PayableApartment,
  PayableApartments,
  TakeRequest,
} from '../../../../functions/domain/apartment-payment';
import type { Decision, SettledPayment } from '../../../../functions/domain/decision';

export interface ModelApartment extends PayableApartment {
  readonly guestId?: string | undefined;
  readonly paymentId?: string | undefined;
  readonly paidAt?: string | undefined;
}

export interface Transition {
  readonly by: 'workflow' | 'guest' | 'staff' | 'payments' | 'sweep';
  readonly from: ModelApartment;
  readonly to: ModelApartment;
}

/** The table of apartments in memory: every transition with its condition, and a record of all. */
export class ModelPayableApartments implements PayableApartments {
  readonly items = new Map<string, ModelApartment>();
  readonly notes = new Map<string, Set<string>>();
  readonly transitions: Transition[] = [];
  onChange: (transition: Transition) => void = () => {};

  add(id: string): void {
    const price = { amount: 12_900, currency: 'EUR' };
    this.items.set(id, { id, name: `Apartment ${id}`, price, bookedStatus: 'VACANT' });
  }

  async payable(id: string): Promise<PayableApartment | undefined> {
    const item = this.items.get(id);
    return item && { ...item, settled: (await this.settledPayments(id)) ?? [] };
  }

  async occupancy(id: string): Promise<Occupancy | undefined> {
    return this.payable(id);
  }

  async expire(id: string, reservationId: string, now: string): Promise<boolean> {
    const item = this.items.get(id);
    const isOver = item?.holdExpiresAt !== undefined && item.holdExpiresAt <= now;
    return isOver && this.release('sweep', id, reservationId);
  }

  async end(id: string, reservationId: string): Promise<boolean> {
    return this.items.get(id)?.reservationId === reservationId && this.vacate(id);
  }

  async pay(taking: TakeRequest, now: string): Promise<boolean> {
    const item = this.items.get(taking.apartmentId);
    const inTime = item?.holdExpiresAt !== undefined && item.holdExpiresAt > now;
    if (!inTime || !isReservedBy(item, taking.reservationId)) return false;
    return this.decide(taking, 'PAID', item);
  }

  async takeAgain(taking: TakeRequest): Promise<boolean> {
    const item = this.items.get(taking.apartmentId);
    if (!isFreeAndForSale(item) && !isReservedBy(item, taking.reservationId)) return false;
    return item !== undefined && this.decide(taking, 'TAKEN_AGAIN', item);
  }

  async refuse(taking: TakeRequest): Promise<boolean> {
    const item = this.items.get(taking.apartmentId);
    if (!item || isFreeAndForSale(item) || isReservedBy(item, taking.reservationId)) return false;
    return this.note(taking, 'REFUSED');
  }

  async settledPayments(id: string): Promise<readonly SettledPayment[] | undefined> {
    if (!this.items.has(id)) return undefined;
    return [...(this.notes.get(id) ?? [])].map((note) => {
      const [decision, reservationId = ''] = note.split('#');
      return { decision: decision as Decision, reservationId };
    });
  }

  async forget(id: string, { decision, reservationId }: SettledPayment): Promise<void> {
    this.notes.get(id)?.delete(`${decision}#${reservationId}`);
  }

  reserve(id: string, reservationId: string, guestId: string, holdExpiresAt: string): boolean {
    const item = this.items.get(id);
    if (!item || !isFreeAndForSale(item)) return false;
    this.change('workflow', item, { bookedStatus: 'RESERVED', reservationId, guestId, holdExpiresAt });
    return true;
  }

  release(by: 'workflow' | 'guest' | 'sweep', id: string, reservationId: string): boolean {
    const item = this.items.get(id);
    if (!item || !isReservedBy(item, reservationId)) return false;
    if (by === 'guest') this.noteOnce(id, reservationId, 'CANCELLED');
    this.change(by, item, { bookedStatus: 'VACANT' });
    return true;
  }

  vacate(id: string): boolean {
    const item = this.items.get(id);
    if (item?.bookedStatus !== 'PAID') return false;
    this.change('staff', item, { bookedStatus: 'VACANT' });
    return true;
  }

  private decide(taking: TakeRequest, decision: Decision, item: ModelApartment): boolean {
    if (!this.note(taking, decision)) return false;
    const { reservationId, guestId, paymentId, paidAt } = taking;
    this.change('payments', item, { bookedStatus: 'PAID', reservationId, guestId, paymentId, paidAt });
    return true;
  }

  private note({ apartmentId, reservationId }: TakeRequest, decision: Decision): boolean {
    return this.noteOnce(apartmentId, reservationId, decision);
  }

  private noteOnce(apartmentId: string, reservationId: string, decision: Decision): boolean {
    const notes = this.notes.get(apartmentId) ?? new Set();
    if ([...notes].some((note) => note.endsWith(`#${reservationId}`))) return false;
    this.notes.set(apartmentId, notes.add(`${decision}#${reservationId}`));
    return true;
  }

  private change(by: Transition['by'], from: ModelApartment, state: Partial<ModelApartment>): void {
    const { id, name, price, withdrawn } = from;
    const to = { id, name, price, withdrawn, bookedStatus: from.bookedStatus, ...state };
    this.items.set(id, to);
    this.transitions.push({ by, from, to });
    this.onChange({ by, from, to });
  }
}

function isFreeAndForSale(item: ModelApartment | undefined): boolean {
  return item?.bookedStatus === 'VACANT' && !item.withdrawn;
}

function isReservedBy(item: ModelApartment | undefined, reservationId: string): boolean {
  return item?.bookedStatus === 'RESERVED' && item.reservationId === reservationId;
}
