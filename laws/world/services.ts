import type { BookingDependencies } from '../../functions/booking/domain/dependencies';
import type { ChangesDependencies } from '../../functions/changes/domain/dependencies';
import { isWhole } from '../../functions/domain/payment';
import type { ReservationRequest } from '../../functions/domain/workflow';
import type { PaymentsDependencies, Provider } from '../../functions/payments/domain/dependencies';
import { ApartmentRepository } from '../../functions/tables/apartments/repository';
import { CaptureRepository } from '../../functions/tables/captures';
import { DisputeRepository } from '../../functions/tables/disputes';
import { LedgerRepository } from '../../functions/tables/ledger';
import { OpenReservationRepository } from '../../functions/tables/open-reservations';
import type { PaymentTask } from '../../functions/tables/payment-tasks';
import { PaymentRepository, PaymentSummaryReader } from '../../functions/tables/payments';
import { ProviderEventRepository } from '../../functions/tables/provider-events';
import { RefundRepository } from '../../functions/tables/refunds';
import { EndDecisionRepository, ReservationRepository } from '../../functions/tables/reservations';
import { ShareRepository } from '../../functions/tables/shares';
import type { Change } from '../../functions/tables/transition';
import { MemoryTable } from '../memory/memory-table';
import { apartmentItems } from './apartment-items';
import { HOLD_SECONDS, RETENTION_DAYS, type WorldData } from './data';
import * as provider from './provider';
import type { Outside } from './request';

/** A fault in the product, which the laws must show. */
export interface Mutant {
  /** A write of the functions or, by its state's name, of the workflow, as the faulty product has it. */
  rewrite?(write: Change, stateName?: string): Change;
  /** The key by which a refund is known at the provider. */
  refundKey?(key: string, data: WorldData): string;
}

const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:keyhold-test-booking';

/** The product's own repositories and what they need of the outside, for one request. */
export interface Services {
  readonly booking: BookingDependencies;
  readonly payments: PaymentsDependencies;
  readonly changes: ChangesDependencies;
}

export function servicesFor(outside: Outside, mutant: Mutant = {}): Services {
  const table = (name: 'apartments' | 'reservations' | 'payments') =>
    new MemoryTable(
      name,
      (call) =>
        outside.call(call.name, call.isWrite ? 'write' : 'read', (data) =>
          call.act(name === 'apartments' ? apartmentItems(data) : data[name]),
        ),
      mutant.rewrite,
    );
  const [apartmentsTable, reservationsTable, paymentsTable] = [
    table('apartments'),
    table('reservations'),
    table('payments'),
  ];
  const apartments = new ApartmentRepository(apartmentsTable);
  const reservations = new ReservationRepository(reservationsTable);
  const captures = new CaptureRepository(paymentsTable);
  const tasks = tasksOf(outside);
  const ask = <Result>(name: string, act: (data: WorldData) => Result) =>
    outside.call(name, 'provider', (data) => act(data)) as Promise<Awaited<Result>>;
  const { now } = outside;
  return {
    booking: {
      apartments,
      reservations,
      captures,
      payments: new PaymentSummaryReader(paymentsTable),
      ends: new EndDecisionRepository(reservationsTable),
      paymentTasks: tasks,
      workflow: workflowOf(outside),
      newHolds: { find: async () => ({ stopped: false }), change: async () => false },
      shares: new ShareRepository(reservationsTable),
      shareLimits: NO_LIMITS,
      newId: () => 'claim',
      telemetry: {
        record: () => undefined,
        commanded: () => undefined,
        ended: () => undefined,
        outcomeUnknown: () => undefined,
        holdOverdue: () => undefined,
        paymentUnknown: () => undefined,
      },
      holdSeconds: HOLD_SECONDS,
      retentionDays: RETENTION_DAYS,
      now,
      sleep: () =>
        outside.call('sleep', 'sleep', (data) => {
          data.now += LONG_SLEEP_MS;
        }),
    },
    payments: {
      apartments,
      reservations,
      unfinished: new OpenReservationRepository(reservationsTable),
      captures,
      payments: new PaymentRepository(paymentsTable, 'test', RETENTION_DAYS),
      refunds: new RefundRepository(paymentsTable),
      disputes: new DisputeRepository(paymentsTable),
      ledger: new LedgerRepository(paymentsTable),
      events: new ProviderEventRepository(paymentsTable),
      tasks,
      provider: providerOf(ask, mutant),
      telemetry: { record: () => undefined },
      now,
    },
    changes: {
      apartments,
      reservations,
      shares: new ShareRepository(reservationsTable),
      paymentTasks: tasks,
      publisher: {
        publish: (apartment) =>
          outside.call('publish', 'write', (data) => void data.published.set(apartment.id, apartment)),
      },
      telemetry: {
        historyWritten: () => undefined,
        published: () => undefined,
        unpublishable: () => undefined,
        failed: () => undefined,
      },
      retentionDays: RETENTION_DAYS,
      now,
    },
  };
}

/** Shares have laws of their own (law 8): here everybody may hold what they like. */
const NO_LIMITS = {
  holdsPerGuest: Number.POSITIVE_INFINITY,
  holdsPerAddress: Number.POSITIVE_INFINITY,
  pauseMs: 0,
};

/** Who waits for the workflow looks once more after that, and then answers. */
const LONG_SLEEP_MS = 3_000;

function tasksOf(outside: Outside) {
  const queue = (task: PaymentTask, seconds: number): Promise<void> =>
    outside.call(`queue ${task.task}`, 'write', (data) => {
      data.queue.push({ task, dueAt: data.now + seconds * 1000 });
    });
  const refund = ({ paymentId, id }: { readonly paymentId: string; readonly id: string }): PaymentTask =>
    isWhole({ paymentId, id }) ? { task: 'refund', paymentId } : { task: 'orderedRefund', paymentId, id };
  return {
    refund: (asked: { readonly paymentId: string; readonly id: string }) => queue(refund(asked), 60),
    followRefund: (asked: { readonly paymentId: string; readonly id: string }) => queue(refund(asked), 900),
    orderedRefund: (paymentId: string, id: string) => queue({ task: 'orderedRefund', paymentId, id }, 0),
    followUntold: (payment: Parameters<PaymentsDependencies['tasks']['followUntold']>[0], dueAt: string) =>
      queue({ task: 'followUntold', payment }, (Date.parse(dueAt) - outside.now()) / 1000),
    expireCheckout: (reservationId: string) => queue({ task: 'expireCheckout', reservationId }, 0),
  };
}

/** As Step Functions has it: the same input while it runs is the same execution, anything else exists already. */
function workflowOf(outside: Outside): BookingDependencies['workflow'] {
  const start = (data: WorldData, id: string, request: ReservationRequest): 'STARTED' | 'EXISTS' => {
    const known = data.executions.get(id);
    if (!known) data.executions.set(id, { id, request, state: 'Take' });
    const isSame = !known || JSON.stringify(known.request) === JSON.stringify(request);
    return isSame && known?.state !== 'Ended' ? 'STARTED' : 'EXISTS';
  };
  return {
    machine: { id: 'keyhold-test-booking', arn: MACHINE },
    executionArn: (id) => `${MACHINE.replace('stateMachine', 'execution')}:${id}`,
    start: (id, request) => outside.call(`start ${id}`, 'write', (data) => start(data, id, request)),
  };
}

function providerOf(
  ask: <Result>(name: string, act: (data: WorldData) => Result) => Promise<Awaited<Result>>,
  { refundKey = (key) => key }: Mutant,
): Provider {
  return {
    name: 'test',
    createCheckout: (order) => ask('create checkout', (data) => provider.createCheckout(data, order)),
    checkoutState: (id) => ask('checkout state', (data) => provider.checkoutState(data, id)),
    expireCheckout: (id) => ask('expire checkout', (data) => provider.expireCheckout(data, id)),
    refund: (refund) =>
      ask('refund', (data) => {
        const key = refundKey(`${refund.paymentId}/${refund.id}/${refund.attempt}`, data);
        return provider.makeRefund(data, refund, key);
      }),
    refundState: (id) =>
      ask('refund state', (data) => {
        const found = data.provider.refunds.get(id);
        if (!found) throw new Error(`The provider has no refund ${id}.`);
        return found;
      }),
    refundsOf: (paymentId) => ask('refunds', (data) => provider.refundsOf(data.provider, paymentId)),
    eventsBetween: () => ask('events', () => []),
    disputeState: () => ask('dispute', () => Promise.reject(new Error('Nobody disputes.'))),
  };
}
