import type { Occupancy } from '../../../domain/apartment';
import type { OpenReservation, OpenReservations } from '../../../domain/open-reservation';
import type { Reconciliations } from '../../../domain/reconciliation';
import type {
  ReservationChange,
  ReservationReader,
  ReservationStatus,
} from '../../../domain/reservation-record';
import type { Shares } from '../../../domain/share';
import type { Workflow } from '../../../domain/workflow';
import type { PaymentsDependencies } from '../dependencies';

/** How old the oldest is that is not well (ms); 0 where all are. */
export interface Ages {
  /** A hold that has not ended, since its deadline (law 2). */
  readonly overdueHold: number;
  /** A reservation that is PENDING, since it was asked for. */
  readonly undecided: number;
  /** A refund that has not come to its end, since it was requested (law 6). */
  readonly refund: number;
}

export const ALL_WELL: Ages = { overdueHold: 0, undecided: 0, refund: 0 };

export function older(one: Ages, other: Partial<Ages>): Ages {
  return {
    overdueHold: Math.max(one.overdueHold, other.overdueHold ?? 0),
    undecided: Math.max(one.undecided, other.undecided ?? 0),
    refund: Math.max(one.refund, other.refund ?? 0),
  };
}

/** Logs and metrics of the sweep. */
export interface SweepTelemetry {
  /** A part of a look failed; the next one tries it again. */
  lookFailed(reservationId: string, cause: unknown): void;
  /** A run is over. */
  swept(ages: Ages, looks: { readonly done: number; readonly left: number }): void;
}

/** What sweeping needs. */
export interface SweepDependencies extends PaymentsDependencies {
  readonly reservations: Pick<ReservationReader, 'find'> & {
    write(change: ReservationChange): Promise<boolean>;
  };
  readonly unfinished: OpenReservations;
  readonly workflow: Pick<Workflow, 'start'>;
  readonly shares: Shares;
  readonly sweepTelemetry: SweepTelemetry;
  readonly reconciliations: Reconciliations;
  readonly retentionDays: number;
}

/** A reservation as a look finds it. */
export interface View {
  readonly record: OpenReservation;
  /** Its apartment, read after the record. */
  readonly occupancy: Occupancy | undefined;
  readonly status: ReservationStatus;
}

/** What one part of a look has found. */
export interface Finding {
  /** When to look again (ms since the epoch); undefined where nothing is left to do. */
  readonly again?: number | undefined;
  /** Money goes back or is disputed: the record is kept. */
  readonly moves?: boolean;
  readonly ages?: Partial<Ages>;
}

export type Part = (view: View, dependencies: SweepDependencies) => Promise<Finding>;

export const FINISHED: Finding = {};
