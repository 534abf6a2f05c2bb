import type { Apartment } from '../../functions/domain/apartment';
import type { Ending } from '../../functions/domain/reservation';
import type { ReservationRequest } from '../../functions/domain/workflow';
import type { ProviderEvent } from '../../functions/payments/domain/event';
import type { PaymentTask } from '../../functions/tables/payment-tasks';
import type { Item } from '../../functions/tables/table';
import type { ProviderData } from './provider-data';

/** One write to the table of apartments, as its stream will bring it. */
export interface StreamItem {
  readonly before: Item | undefined;
  readonly after: Item;
  readonly at: number;
}

export interface Execution {
  readonly id: string;
  readonly request: ReservationRequest;
  readonly state: 'Take' | 'Wait' | 'Get' | 'Revert' | 'Ended';
}

export interface QueuedTask {
  readonly task: PaymentTask;
  readonly dueAt: number;
}

/** What lives on when a process dies. Its entries are replaced and never changed, so that a copy is cheap. */
export interface WorldData {
  now: number;
  apartments: Map<string, Item>;
  reservations: Map<string, Item>;
  payments: Map<string, Item>;
  executions: Map<string, Execution>;
  /** Executions that ended without success, of which the changes function is not told yet. */
  failures: string[];
  stream: StreamItem[];
  queue: QueuedTask[];
  /** What subscribers saw last. */
  published: Map<string, Apartment>;
  provider: ProviderData;
  /** The provider's events that were not acknowledged. */
  undelivered: ProviderEvent[];
  /** The last one that was: it may come again. */
  delivered: ProviderEvent[];
  /** How often each command was given. */
  given: Map<string, number>;
  /** How much has gone wrong that need not have. */
  faults: number;
  /** What each guest was told last, in a moment of quiet. */
  told: Map<string, string>;
  /** How each reservation lost the apartment, as the writes say it. */
  endings: Map<string, Ending>;
  /** The payments by which the apartment was taken. */
  taken: string[];
  /** The laws that a write has broken. */
  broken: string[];
}

export const APARTMENT = 'a';
export const RESERVATIONS = ['r1', 'r2'] as const;
export const PRICE = { amount: 10_000, currency: 'EUR' } as const;
export const HOLD_SECONDS = 60;
export const RETENTION_DAYS = 30;
export const BEGINNING = Date.parse('2026-03-01T12:00:00.000Z');

export function newWorld(): WorldData {
  const apartment = {
    Id: APARTMENT,
    complexId: 'harbour',
    name: 'Apartment a',
    bedrooms: 2,
    price: PRICE,
    bookedStatus: 'VACANT',
  };
  return {
    now: BEGINNING,
    apartments: new Map([[APARTMENT, apartment]]),
    reservations: new Map(),
    payments: new Map(),
    executions: new Map(),
    failures: [],
    stream: [],
    queue: [],
    published: new Map(),
    provider: { sessions: new Map(), captures: [], refunds: new Map(), answers: new Map(), isDown: false },
    undelivered: [],
    delivered: [],
    given: new Map(),
    faults: 0,
    told: new Map(),
    endings: new Map(),
    taken: [],
    broken: [],
  };
}

export function copyOf(data: WorldData): WorldData {
  const { provider } = data;
  return {
    ...data,
    apartments: new Map(data.apartments),
    reservations: new Map(data.reservations),
    payments: new Map(data.payments),
    executions: new Map(data.executions),
    failures: [...data.failures],
    stream: [...data.stream],
    queue: [...data.queue],
    published: new Map(data.published),
    provider: {
      ...provider,
      sessions: new Map(provider.sessions),
      captures: [...provider.captures],
      refunds: new Map(provider.refunds),
      answers: new Map(provider.answers),
    },
    undelivered: [...data.undelivered],
    delivered: [...data.delivered],
    given: new Map(data.given),
    told: new Map(data.told),
    endings: new Map(data.endings),
    taken: [...data.taken],
    broken: [...data.broken],
  };
}

/** The same text for the same world. */
export function textOf(value: unknown): string {
  return JSON.stringify(value, (_name, each: unknown) => {
    if (each instanceof Map) return [...each].toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    if (each instanceof Set) return [...each].toSorted();
    if (each instanceof Error) return `${each.name}: ${each.message}`;
    return each;
  });
}
