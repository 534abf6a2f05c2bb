import type { ChangesDependencies } from '../../../../functions/changes/domain/dependencies';
import type { Apartment } from '../../../../functions/domain/apartment';
import type { ReservationChange } from '../../../../functions/domain/history';

/** The table of reservations in memory: an entry is written over by those of later writes alone. */
export class ModelHistoryWriter {
  readonly items = new Map<string, ReservationChange>();

  async write(entry: ReservationChange): Promise<boolean> {
    const known = this.items.get(entry.reservationId);
    if (known && known.sequenceNumber >= entry.sequenceNumber) return false;
    const { guestId, reservedAt, holdExpiresAt } = entry;
    this.items.set(entry.reservationId, {
      ...entry,
      guestId: guestId ?? known?.guestId,
      reservedAt: reservedAt ?? known?.reservedAt,
      holdExpiresAt: holdExpiresAt ?? known?.holdExpiresAt,
    });
    return true;
  }
}

export interface ChangesModel extends ChangesDependencies {
  readonly history: ModelHistoryWriter;
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
  const history = new ModelHistoryWriter();
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
    history: Object.assign(history, {
      write: (entry: ReservationChange) =>
        effect(`history ${entry.reservationId} ${entry.status}`, () =>
          ModelHistoryWriter.prototype.write.call(history, entry),
        ),
    }),
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
  };
  return { ...model, effects, expired, told, unpublishable, failures };
}
