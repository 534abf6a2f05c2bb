import type { ChangesDependencies } from '../../../../functions/changes/domain/dependencies';
import type { Apartment } from '../../../../functions/domain/apartment';
import type { ReservationChange } from '../../../../functions/domain/reservation-record';
import { ModelReservations } from '../../domain/model-reservations';
import { ModelShares } from '../../domain/model-shares';

export interface ChangesModel extends ChangesDependencies {
  readonly reservations: ModelReservations;
  /** Every effect in the order it record: `history r1 HELD`, `queue r1`, `publish a VACANT`. */
  readonly effects: string[];
  readonly expired: Set<string>;
  readonly told: Apartment[];
  /** The apartments of which nobody could be told. */
  readonly unpublishable: string[];
  readonly failures: { readonly sequenceNumber: string; readonly cause: unknown }[];
}

/**
 * A model in memory.
 * @param around is asked before every effect and after it, and may throw
 */
export function changesModel(around: (effect: string) => Promise<void> = async () => {}): ChangesModel {
  const reservations = new ModelReservations();
  const effects: string[] = [];
  const expired = new Set<string>();
  const told: Apartment[] = [];
  const unpublishable: string[] = [];
  const failures: ChangesModel['failures'] = [];
  async function effect<Result>(name: string, act: () => Promise<Result> | Result): Promise<Result> {
    await around(name);
    const result = await act();
    effects.push(name);
    await around(name);
    return result;
  }
  const model = {
    // Nobody asks for the occupancy of apartments while the stream is followed.
    apartments: { occupancy: async () => undefined },
    reservations: Object.assign(reservations, {
      write: (entry: ReservationChange) =>
        effect(`history ${entry.reservationId} ${entry.status}`, () =>
          ModelReservations.prototype.write.call(reservations, entry),
        ),
    }),
    shares: new ModelShares(),
    paymentTasks: {
      expireCheckout: (id: string) => effect(`queue ${id}`, () => void expired.add(id)),
    },
    publisher: {
      publish: (apartment: Apartment) =>
        effect(`publish ${apartment.id} ${apartment.bookedStatus}`, () => void told.push(apartment)),
    },
    telemetry: {
      historyWritten: () => undefined,
      published: () => undefined,
      unpublishable: (id: string) => void unpublishable.push(id),
      failed: (_: string, sequenceNumber: string, cause: unknown) => failures.push({ sequenceNumber, cause }),
    },
    retentionDays: 30,
    now: () => Date.UTC(2026, 2, 1),
  };
  return { ...model, effects, expired, told, unpublishable, failures };
}
