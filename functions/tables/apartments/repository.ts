import { isDeepStrictEqual } from 'node:util';
import type {
  Apartment,
  ApartmentDescription,
  ApartmentSelection,
  ApartmentSlice,
  Occupancy,
  Offer,
  StoredApartment,
} from '../../domain/apartment';
import { DESCRIBED_FIELDS } from '../../domain/apartment-fields';
import type { PayableApartment, TakeRequest } from '../../domain/apartment-payment';
import type { SettledPayment } from '../../domain/decision';
import type { StaffCommand } from '../../domain/staff-command';
import type { Table } from '../table';
import { all, any, changeOf, type Transition, type Values } from '../transition';
import {
  noteOf,
  notesOf,
  OCCUPANCY_ATTRIBUTES,
  OFFER_ATTRIBUTES,
  occupancy,
  offer,
  PUBLIC_ATTRIBUTES,
  payableApartment,
  publicApartment,
  STORED_ATTRIBUTES,
  settledPayments,
  storedApartment,
} from './item';
import { conditions, describe, transitions } from './transitions';

/** Guests see an apartment that is not for sale for as long as somebody has it. */
const OFFERED = any(conditions.forSale, 'bookedStatus <> :VACANT');

/** The apartments of a complex, by id. */
export const COMPLEX_INDEX = 'byComplex';

/**
 * The table of apartments. Reading needs `dynamodb:GetItem` and, for slices, `dynamodb:Scan` on the table and
 * `dynamodb:Query` on its index; changing needs `dynamodb:UpdateItem`.
 */
export class ApartmentRepository {
  constructor(private readonly table: Table) {}

  async find(id: string): Promise<Apartment | undefined> {
    const stored = await this.stored(id);
    return stored?.removed ? undefined : stored?.apartment;
  }

  occupancy(id: string): Promise<Occupancy | undefined> {
    return this.table.read(id, occupancy, { attributes: OCCUPANCY_ATTRIBUTES });
  }

  offer(id: string): Promise<Offer | undefined> {
    return this.table.read(id, offer, { attributes: OFFER_ATTRIBUTES });
  }

  async slice(selection: ApartmentSelection): Promise<ApartmentSlice> {
    const { complexId, bookedStatus, withdrawn = false, after, limit } = selection;
    const ofComplex = { name: COMPLEX_INDEX, keyCondition: '#complexId = :complexId' };
    const { items, next } = await this.table.select({
      index: complexId === undefined ? undefined : ofComplex,
      filter: all(
        conditions.notRemoved,
        ...(withdrawn ? [] : [OFFERED]),
        ...(bookedStatus === undefined ? [] : ['bookedStatus = :bookedStatus']),
      ),
      values: { complexId, bookedStatus },
      attributes: PUBLIC_ATTRIBUTES,
      after: after === undefined ? undefined : startKey(after, complexId),
      limit,
    });
    return { apartments: items.map((item) => this.table.parsed(item['Id'], item, publicApartment)), next };
  }

  async put(description: ApartmentDescription, command: StaffCommand): Promise<Apartment | undefined> {
    const { id } = description;
    const known = await this.find(id);
    if (known && DESCRIBED_FIELDS.every((name) => isDeepStrictEqual(known[name], description[name]))) {
      return known;
    }
    const change = changeOf(describe(description), { ...description, described: command });
    return this.table.updated(id, change, publicApartment);
  }

  withdraw(id: string, command: StaffCommand): Promise<boolean> {
    return this.sell(id, transitions.withdraw, { name: 'WITHDRAW', ...command });
  }

  offerAgain(id: string, command: StaffCommand): Promise<boolean> {
    return this.sell(id, transitions.offer, { name: 'OFFER', ...command });
  }

  remove(id: string, command: StaffCommand): Promise<boolean> {
    return this.sell(id, transitions.remove, { name: 'REMOVE', ...command });
  }

  /** Removed ones as well. */
  stored(id: string): Promise<StoredApartment | undefined> {
    return this.table.read(id, storedApartment, { attributes: STORED_ATTRIBUTES });
  }

  private sell(
    id: string,
    transition: Transition,
    command: StaffCommand & { readonly name: string },
  ): Promise<boolean> {
    return this.table.update(id, changeOf(transition, { command, true: true }));
  }

  release(apartmentId: string, reservationId: string, by?: string): Promise<boolean> {
    const transition = by === undefined ? transitions.cancel : transitions.cancelForGuest;
    const values = {
      reservationId,
      cancelledBy: { reservationId, by },
      ...notesOf('CANCELLED', reservationId),
    };
    return this.table.update(apartmentId, changeOf(transition, values));
  }

  expire(apartmentId: string, reservationId: string, now: string): Promise<boolean> {
    return this.table.update(apartmentId, changeOf(transitions.expire, { reservationId, now }));
  }

  end(apartmentId: string, reservationId: string): Promise<boolean> {
    return this.table.update(apartmentId, changeOf(transitions.end, { reservationId }));
  }

  payable(id: string): Promise<PayableApartment | undefined> {
    return this.table.read(id, payableApartment);
  }

  pay(request: TakeRequest, now: string): Promise<boolean> {
    return this.decide('PAID', request, { now });
  }

  takeAgain(request: TakeRequest): Promise<boolean> {
    return this.decide('TAKEN_AGAIN', request);
  }

  refuse(request: TakeRequest): Promise<boolean> {
    return this.decide('REFUSED', request);
  }

  settledPayments(id: string): Promise<readonly SettledPayment[] | undefined> {
    return this.table.read(id, settledPayments);
  }

  async forget(id: string, settled: SettledPayment): Promise<void> {
    await this.table.update(
      id,
      changeOf(transitions.forgetDecision, { decision: new Set([noteOf(settled)]) }),
    );
  }

  /** One write decides about a payment and notes the decision. */
  private decide(
    decision: keyof typeof BY_DECISION,
    request: TakeRequest,
    values: Values = {},
  ): Promise<boolean> {
    const { apartmentId, reservationId } = request;
    const notes = notesOf(decision, reservationId);
    return this.table.update(
      apartmentId,
      changeOf(BY_DECISION[decision], { ...request, ...values, ...notes }),
    );
  }
}

const BY_DECISION = {
  PAID: transitions.pay,
  TAKEN_AGAIN: transitions.takeAgain,
  REFUSED: transitions.refuse,
} as const;

/** A query of an index continues from the index's key and the table's. */
function startKey(after: string, complexId: string | undefined): Record<string, string> {
  return complexId === undefined ? { Id: after } : { Id: after, complexId };
}
