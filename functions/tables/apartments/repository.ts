import type {
  Apartment,
  ApartmentDescription,
  ApartmentSelection,
  ApartmentSlice,
  Occupancy,
  Offer,
} from '../../domain/apartment';
import type { PayableApartment, TakeRequest } from '../../domain/apartment-payment';
import type { SettledPayment } from '../../domain/decision';
import type { Table } from '../table';
import { changeOf, type Values } from '../transition';
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
  settledPayments,
} from './item';
import { transitions } from './transitions';

/** The apartments of a complex, by id. */
export const COMPLEX_INDEX = 'byComplex';

/**
 * The table of apartments. Reading needs `dynamodb:GetItem` and, for slices, `dynamodb:Scan` on the table and
 * `dynamodb:Query` on its index; changing needs `dynamodb:UpdateItem`.
 */
export class ApartmentRepository {
  constructor(private readonly table: Table) {}

  find(id: string): Promise<Apartment | undefined> {
    return this.table.read(id, publicApartment, { attributes: PUBLIC_ATTRIBUTES });
  }

  occupancy(id: string): Promise<Occupancy | undefined> {
    return this.table.read(id, occupancy, { attributes: OCCUPANCY_ATTRIBUTES });
  }

  offer(id: string): Promise<Offer | undefined> {
    return this.table.read(id, offer, { attributes: OFFER_ATTRIBUTES });
  }

  async slice({ complexId, bookedStatus, after, limit }: ApartmentSelection): Promise<ApartmentSlice> {
    const ofComplex = { name: COMPLEX_INDEX, keyCondition: '#complexId = :complexId' };
    const { items, next } = await this.table.select({
      index: complexId === undefined ? undefined : ofComplex,
      filter: bookedStatus === undefined ? undefined : '#bookedStatus = :bookedStatus',
      values: { complexId, bookedStatus },
      attributes: PUBLIC_ATTRIBUTES,
      after: after === undefined ? undefined : startKey(after, complexId),
      limit,
    });
    return { apartments: items.map((item) => this.table.parsed(item['Id'], item, publicApartment)), next };
  }

  async put({ id, description, ...rest }: ApartmentDescription): Promise<Apartment> {
    const transition = description === null ? transitions.describeWithoutText : transitions.describe;
    const put = await this.table.updated(id, changeOf(transition, { ...rest, description }), publicApartment);
    // Without a condition nothing can refuse it.
    return put as Apartment;
  }

  release(apartmentId: string, reservationId: string): Promise<boolean> {
    const notes = notesOf('CANCELLED', reservationId);
    return this.table.update(apartmentId, changeOf(transitions.cancel, { reservationId, ...notes }));
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
