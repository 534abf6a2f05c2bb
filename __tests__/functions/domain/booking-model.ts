import { askedNow, recorded, type Wish } from '../../../functions/booking/domain/ask';
import type { BookingDependencies, BookingEvent } from '../../../functions/booking/domain/dependencies';
import { historyOf } from '../../../functions/changes/domain/history';
import { decideFailed } from '../../../functions/changes/domain/undecided';
import type { ApartmentDescription } from '../../../functions/domain/apartment';
import type { EndDecision, EndDecisions } from '../../../functions/domain/end-decision';
import type { NewHolds, NewHoldsSwitch } from '../../../functions/domain/new-holds';
import type { ClaimedPayment, PaymentSummary } from '../../../functions/domain/payment';
import { rollForward } from '../../../functions/domain/roll-forward';
import type { ShareLimits } from '../../../functions/domain/share';
import type { StaffCommand } from '../../../functions/domain/staff-command';
import { ModelApartments } from './model-apartments';
import { ModelCaptures } from './model-captures';
import { ModelClock } from './model-clock';
import { ModelReservations } from './model-reservations';
import { ModelShares } from './model-shares';
import { ModelWorkflow } from './model-workflow';

export const HOLD_SECONDS = 60;
export const RETENTION_DAYS = 30;

/** The table of payments in memory. */
export class ModelPaymentSummaries {
  readonly items = new Map<string, PaymentSummary>();
  readonly claims = new Map<string, ClaimedPayment>();

  async claimed(reservationId: string): Promise<ClaimedPayment | undefined> {
    return this.claims.get(reservationId);
  }

  async find(reservationId: string): Promise<PaymentSummary | undefined> {
    return this.items.get(reservationId);
  }
}

/** The switch of new holds in memory. */
export class ModelNewHolds implements NewHoldsSwitch {
  private state: NewHolds = { stopped: false };

  async find(): Promise<NewHolds> {
    return this.state;
  }

  async change(stopped: boolean, command: StaffCommand): Promise<boolean> {
    if (this.state.stopped === stopped) return false;
    this.state = { stopped, command };
    return true;
  }
}

/** Staff's decisions in memory. */
export class ModelEndDecisions implements EndDecisions {
  readonly items = new Map<string, EndDecision>();

  async find(reservationId: string): Promise<EndDecision | undefined> {
    return this.items.get(reservationId);
  }

  async decide(reservationId: string, decision: EndDecision): Promise<boolean> {
    if (this.items.has(reservationId)) return false;
    this.items.set(reservationId, decision);
    return true;
  }
}

export interface BookingModel extends BookingDependencies {
  readonly apartments: ModelApartments;
  readonly reservations: ModelReservations;
  readonly shares: ModelShares;
  /** Without limits, unless a test sets some. */
  shareLimits: ShareLimits;
  readonly payments: ModelPaymentSummaries;
  readonly captures: ModelCaptures;
  readonly ends: ModelEndDecisions;
  /** The refunds that were queued. */
  readonly queued: { readonly paymentId: string; readonly id: string }[];
  readonly unknownPayments: unknown[];
  readonly workflow: ModelWorkflow;
  readonly clock: ModelClock;
  /** By how much the changes function lags behind apartments and workflow (ms). */
  lagMs: number;
  /** What the telemetry heard. */
  readonly events: BookingEvent[];
  /** The commands of staff: which, about which apartment, by whom. */
  readonly commands: (readonly [string, string | undefined, string])[];
  /** Why staff ended stays. */
  readonly ended: (string | undefined)[];
  readonly unknownOutcomes: unknown[];
  /** The apartments whose holds were told to be overdue. */
  readonly overdue: string[];
}

export function describedApartment(
  id: string,
  changes: Partial<ApartmentDescription> = {},
): ApartmentDescription {
  const price = { amount: 12_900, currency: 'EUR' };
  return {
    id,
    complexId: 'harbour',
    name: `Apartment ${id}`,
    description: null,
    bedrooms: 2,
    price,
    ...changes,
  };
}

/** A model in memory, with these apartments, all VACANT. */
export function bookingModel(...apartmentIds: string[]): BookingModel {
  const clock = new ModelClock();
  const apartments = new ModelApartments();
  for (const id of apartmentIds)
    apartments.items.set(id, { ...describedApartment(id), bookedStatus: 'VACANT' });
  const events: BookingEvent[] = [];
  const commands: BookingModel['commands'] = [];
  const ended: (string | undefined)[] = [];
  const unknownOutcomes: unknown[] = [];
  const unknownPayments: unknown[] = [];
  const overdue: string[] = [];
  const queued: BookingModel['queued'] = [];
  let ids = 0;
  const model: BookingModel = {
    apartments,
    workflow: new ModelWorkflow(apartments, clock),
    clock,
    lagMs: 30,
    events,
    commands,
    ended,
    unknownOutcomes,
    unknownPayments,
    overdue,
    reservations: new ModelReservations(),
    shares: new ModelShares(),
    shareLimits: { holdsPerGuest: Infinity, holdsPerAddress: Infinity, pauseMs: 0 },
    payments: new ModelPaymentSummaries(),
    captures: new ModelCaptures(),
    ends: new ModelEndDecisions(),
    newHolds: new ModelNewHolds(),
    queued,
    paymentTasks: { orderedRefund: async (paymentId, id) => void queued.push({ paymentId, id }) },
    telemetry: {
      record: (what) => events.push(what),
      commanded: (command, { apartmentId, by }) => commands.push([command, apartmentId, by]),
      ended: (reason) => ended.push(reason),
      outcomeUnknown: (cause) => unknownOutcomes.push(cause),
      paymentUnknown: (cause) => unknownPayments.push(cause),
      holdOverdue: (apartmentId) => overdue.push(apartmentId),
    },
    holdSeconds: HOLD_SECONDS,
    retentionDays: RETENTION_DAYS,
    newId: () => `id-${++ids}`,
    now: clock.now,
    sleep: async (milliseconds) => clock.advance(milliseconds),
  };
  followChanges(model);
  return model;
}

/** The changes function, as far as reservations notice it: it follows the stream and the executions' ends. */
function followChanges(model: BookingModel): void {
  const { apartments, workflow, reservations, clock } = model;
  const later = (act: () => Promise<unknown>) => clock.alarm(clock.now() + model.lagMs, () => void act());
  apartments.onChange = (before, after) => {
    const at = `${new Date(clock.now()).toISOString().slice(0, 19)}.000Z`;
    const change = { apartmentId: after.id, at, before, after };
    later(async () => {
      for (const entry of historyOf(change, RETENTION_DAYS)) await reservations.write(entry);
    });
  };
  workflow.onFailure = (id) => later(() => decideFailed(id, model));
}

/** A reservation is asked for, and nobody waits for the workflow. */
export async function askFor(wish: Wish, model: BookingModel): Promise<void> {
  const offer = await model.apartments.offer(wish.apartmentId);
  const record = await recorded(askedNow(wish, offer, model), undefined, model);
  if (record) await rollForward(record, model);
}
