import * as z from 'zod';
import type { Apartment, Occupancy, Offer, StoredApartment } from '../../domain/apartment';
import type { Booking } from '../../domain/apartment-change';
import type { DescribedField } from '../../domain/apartment-fields';
import type { PayableApartment } from '../../domain/apartment-payment';
import { DECISIONS, type Decision, type SettledPayment } from '../../domain/decision';

/** What staff say of it, as it is stored: a null is not, and items written before a field was added lack it. */
const described = {
  complexId: z.string(),
  name: z.string(),
  description: z.string().nullable().default(null),
  bedrooms: z.number(),
  price: z.object({ amount: z.number(), currency: z.string() }),
} satisfies Record<DescribedField, z.ZodType>;

/** One item an apartment: what staff say of it, whose it is, and what was decided about payments. */
const apartmentItem = z.object({
  Id: z.string(),
  ...described,
  bookedStatus: z.enum(['VACANT', 'RESERVED', 'PAID']),
  reservationId: z.string().optional(),
  guestId: z.string().optional(),
  reservedAt: z.string().optional(),
  holdExpiresAt: z.string().optional(),
  paidAt: z.string().optional(),
  paymentId: z.string().optional(),
  /** The reservation that lost the apartment last, and why. */
  releasedReservationId: z.string().optional(),
  releaseReason: z.enum(['EXPIRED', 'CANCELLED', 'ENDED']).optional(),
  /** A note for each reservation that was paid, refused or cancelled: `PAID#<reservation id>`. */
  settledPayments: z.set(z.string()).default(new Set()),
  /** The reservation that staff cancelled last, and who did. */
  cancelledBy: z.object({ reservationId: z.string(), by: z.string() }).optional(),
  /** Not for sale. */
  withdrawn: z.boolean().optional(),
  /** Withdrawn for ever: the item stays for its notes, and so that its id is not used again. */
  removed: z.boolean().optional(),
});

/** The attributes that everybody may see. */
const publicItem = z.object({
  Id: z.string(),
  ...described,
  bookedStatus: apartmentItem.shape.bookedStatus,
  holdExpiresAt: z.string().nullable().default(null),
  withdrawn: apartmentItem.shape.withdrawn,
});

const occupancyItem = apartmentItem.pick({
  bookedStatus: true,
  reservationId: true,
  holdExpiresAt: true,
  paidAt: true,
  releasedReservationId: true,
  releaseReason: true,
  settledPayments: true,
  withdrawn: true,
});

export const PUBLIC_ATTRIBUTES = Object.keys(publicItem.shape);

/** The attributes that say whose an apartment is, except the guest's name, which no reader needs. */
export const OCCUPANCY_ATTRIBUTES = Object.keys(occupancyItem.shape);

const offerItem = occupancyItem.extend({ price: described.price, removed: apartmentItem.shape.removed });

export const OFFER_ATTRIBUTES = Object.keys(offerItem.shape);

export const publicApartment: z.ZodType<Apartment> = publicItem.transform(seen);

/** With whether it was removed. */
export const storedApartment: z.ZodType<StoredApartment> = publicItem
  .extend({ removed: apartmentItem.shape.removed })
  .transform(({ removed = false, ...item }) => ({ apartment: seen(item), removed }));

export const STORED_ATTRIBUTES = [...PUBLIC_ATTRIBUTES, 'removed'];

function seen({ Id, holdExpiresAt, ...rest }: z.output<typeof publicItem>): Apartment {
  return { id: Id, ...rest, holdExpiresAt: rest.bookedStatus === 'RESERVED' ? holdExpiresAt : null };
}

export const occupancy: z.ZodType<Occupancy> = occupancyItem.transform(({ settledPayments, ...rest }) => ({
  ...rest,
  settled: decisionsIn(settledPayments),
}));

/** Undefined for an apartment that was removed. */
export const offer: z.ZodType<Offer | undefined> = offerItem.transform(
  ({ settledPayments, removed = false, ...rest }) =>
    removed ? undefined : { ...rest, settled: decisionsIn(settledPayments) },
);

export const payableApartment: z.ZodType<PayableApartment> = occupancyItem
  .extend({ Id: apartmentItem.shape.Id, name: described.name, price: described.price })
  .transform(({ Id, settledPayments, ...rest }) => ({
    id: Id,
    ...rest,
    settled: decisionsIn(settledPayments),
  }));

/** Whose an apartment is. Retention is counted from its instants, so they must be ones. */
export const booking: z.ZodType<Booking> = apartmentItem
  .pick({
    bookedStatus: true,
    reservationId: true,
    guestId: true,
    paidAt: true,
    paymentId: true,
    releasedReservationId: true,
    releaseReason: true,
    cancelledBy: true,
  })
  .extend({
    reservedAt: z.iso.datetime().optional(),
    holdExpiresAt: z.iso.datetime().optional(),
    paidAt: z.iso.datetime().optional(),
  });

export const settledPayments: z.ZodType<readonly SettledPayment[]> = apartmentItem
  .pick({ settledPayments: true })
  .transform((item) => decisionsIn(item.settledPayments));

/** How a decision is noted on the item. */
export function noteOf({ decision, reservationId }: SettledPayment): string {
  return `${decision}#${reservationId}`;
}

/** The values of a transition that decides about a reservation, unless it is decided already. */
export function notesOf(decision: Decision, reservationId: string) {
  return {
    decision: new Set([noteOf({ decision, reservationId })]),
    notePaid: noteOf({ decision: 'PAID', reservationId }),
    noteTakenAgain: noteOf({ decision: 'TAKEN_AGAIN', reservationId }),
    noteRefused: noteOf({ decision: 'REFUSED', reservationId }),
    noteCancelled: noteOf({ decision: 'CANCELLED', reservationId }),
  };
}

function decisionsIn(notes: ReadonlySet<string>): SettledPayment[] {
  return [...notes].flatMap(settledPaymentIn);
}

function settledPaymentIn(note: string): SettledPayment[] {
  const decision = DECISIONS.find((known) => note.startsWith(`${known}#`));
  return decision ? [{ decision, reservationId: note.slice(decision.length + 1) }] : [];
}
