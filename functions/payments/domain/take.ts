import type { TakeRequest } from '../../domain/apartment-payment';
import type { Decision } from '../../domain/decision';
import type { PaymentsDependencies } from './dependencies';

/** Each round fails only if the apartment changes hands during it. */
const MOST_ROUNDS = 10;

/** The longest that Lambda lets a function run is 15 minutes: who began before this cannot be at it still (ms). */
const NOBODY_TRIES_ANY_MORE_MS = 3_600_000;

/** An apartment changed hands again and again while a payment tried to take it. */
export class ApartmentContended extends Error {
  override readonly name = 'ApartmentContended';

  constructor(apartmentId: string) {
    super(
      `Apartment ${apartmentId} changed at each of ${MOST_ROUNDS} tries; the provider has to send the event again.`,
    );
  }
}

/**
 * Takes the apartment for the guest who has paid (law 4). In time it goes RESERVED → PAID; after the hold it is
 * taken again if nobody else has it and the guest did not cancel, else the payment is REFUSED or the cancel stands.
 * Decided once: sent again, the event gets the first decision.
 */
export async function takeApartment(
  request: TakeRequest,
  dependencies: PaymentsDependencies,
): Promise<Decision> {
  const { apartments } = dependencies;
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    if (await apartments.pay(request, new Date(dependencies.now()).toISOString())) return 'PAID';
    if (await apartments.takeAgain(request)) return 'TAKEN_AGAIN';
    if (await apartments.refuse(request)) return 'REFUSED';
    const settled = await apartments.settledPayments(request.apartmentId);
    if (!settled) return 'REFUSED';
    const known = settled.find(({ reservationId }) => reservationId === request.reservationId);
    if (known) return known.decision;
  }
  throw new ApartmentContended(request.apartmentId);
}

/**
 * Takes notes of earlier decisions off an apartment, so that they do not pile up: those which the payment's own
 * record has repeated for so long that nobody can be trying who began before.
 */
export async function forgetSettled(apartmentId: string, dependencies: PaymentsDependencies): Promise<void> {
  for (const settled of (await dependencies.apartments.settledPayments(apartmentId)) ?? []) {
    const payment = await dependencies.payments.find(settled.reservationId);
    if (payment?.settledAt === undefined) continue;
    if (dependencies.now() - Date.parse(payment.settledAt) < NOBODY_TRIES_ANY_MORE_MS) continue;
    await dependencies.apartments.forget(apartmentId, settled);
  }
}
