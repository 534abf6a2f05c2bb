import type { Apartment } from '../../web/api/apartments';
import type { Reservation } from '../../web/api/reservations';
import type { Attempt } from '../../web/state/attempt';
import type { PageState } from '../../web/state/page';

export function apartment(over: Partial<Apartment> = {}): Apartment {
  return {
    id: 'quay-1',
    complexId: 'harbour-court',
    name: 'Quay 1',
    description: 'Two steps from the ferry.',
    bedrooms: 2,
    price: { amount: 14900, currency: 'EUR' },
    bookedStatus: 'VACANT',
    holdExpiresAt: undefined,
    withdrawn: false,
    ...over,
  };
}

export function reservation(over: Partial<Reservation> = {}): Reservation {
  return {
    id: 'r1',
    apartmentId: 'quay-1',
    status: 'HELD',
    holdExpiresAt: undefined,
    reason: undefined,
    reservedAt: undefined,
    paidAt: undefined,
    latePayment: undefined,
    refunds: [],
    ...over,
  };
}

export function attempt(over: Partial<Attempt> = {}): Attempt {
  return {
    reservationId: 'r1',
    apartmentId: 'quay-1',
    apartmentName: 'Quay 1',
    askedAt: 0,
    status: 'ASKED',
    ...over,
  };
}

export function pageState(over: Partial<PageState> = {}): PageState {
  return {
    now: 0,
    catalog: undefined,
    connection: { online: true, failures: 0, error: undefined },
    attempts: [],
    paymentReturn: undefined,
    filter: { complexId: undefined, vacantOnly: false },
    shown: new Set(),
    viewer: { country: undefined, phone: false },
    ...over,
  };
}
