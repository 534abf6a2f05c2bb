import { DomainError } from '../../functions/domain/errors';
import { ProviderUnavailable, RefundNotMade } from '../../functions/payments/domain/errors';
import { apartmentItems } from './apartment-items';
import { type Command, deliveries, TriedAgain, wishes } from './commands';
import { copyOf, newWorld, RESERVATIONS, textOf, type WorldData } from './data';
import { bank, isAlive, pay } from './provider';
import { type Outcome, type PendingCall, Request } from './request';
import { type Mutant, servicesFor } from './services';
import { canGoOn, goOn } from './workflow';

/** What may happen next. */
export interface Choice {
  readonly name: string;
  /** Something goes wrong: a call, its answer, a process, a message. */
  readonly isFault: boolean;
  act(): Promise<void> | void;
}

/** No request makes more calls, but for some that wait. */
const MOST_CALLS = 16;

export interface Terms {
  /** How many requests are under way at once. */
  readonly requests: number;
  /** How much goes wrong. */
  readonly faults: number;
  /** A request is one step, from its beginning to its end or to where it dies; otherwise each of its calls is one. */
  readonly whole?: boolean | undefined;
  readonly mutant?: Mutant | undefined;
}

/** A world as it can be gone back to. */
export interface Snapshot {
  readonly data: WorldData;
  readonly requests: readonly {
    readonly command: Command;
    readonly begunAt: number;
    readonly outcomes: readonly Outcome[];
  }[];
}

/** A call that did not reach what it was for, or whose answer was lost. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** The product's functions with its tables, workflow, stream, queue and provider, where one thing happens at a time. */
export class World {
  readonly running: { readonly command: Command; readonly request: Request }[] = [];

  constructor(
    readonly terms: Terms,
    readonly data: WorldData = newWorld(),
  ) {}

  static async at({ data, requests }: Snapshot, terms: Terms): Promise<World> {
    const world = new World(terms, copyOf(data));
    for (const { command, begunAt, outcomes } of requests) await world.begin(command, begunAt, outcomes);
    return world;
  }

  snapshot(): Snapshot {
    const requests = this.running.map(({ command, request }) => ({
      command,
      begunAt: request.begunAt,
      outcomes: [...request.outcomes],
    }));
    return { data: copyOf(this.data), requests };
  }

  /** The same for two worlds from which the same can follow. */
  text(): string {
    const { data, running } = this;
    return textOf([
      data,
      running.map(({ command, request }) => [command.name, request.begunAt, request.outcomes]),
    ]);
  }

  get isQuiet(): boolean {
    return this.running.length === 0;
  }

  choices(): Choice[] {
    const choices = [...this.calls(), ...this.beginnings(), ...this.elsewhere()];
    return this.data.faults < this.terms.faults ? choices : choices.filter(({ isFault }) => !isFault);
  }

  /** Requests that go on, or fail. */
  private calls(): Choice[] {
    return this.running.flatMap(({ command, request }, index) => {
      const [call] = request.calls;
      if (!call) return [];
      const name = (what: string) => `${what}: ${command.name}: ${call.name}`;
      const step = (what: string, isFault: boolean, act: () => Promise<void>): Choice => ({
        name: name(what),
        isFault,
        act: async () => {
          if (isFault) this.data.faults += 1;
          await act();
        },
      });
      const going = step('does', false, () => this.goOn(index, outcomeOf(call, this.data)));
      if (call.kind === 'sleep') return [going];
      return [
        going,
        step('is refused', true, () => this.goOn(index, { error: errorFor(call), at: this.data.now })),
        ...(call.kind === 'read'
          ? []
          : [
              step('loses the answer', true, () => {
                const { at } = outcomeOf(call, this.data);
                return this.goOn(index, { error: errorFor(call), at });
              }),
            ]),
        step('dies', true, async () => void this.running.splice(index, 1)),
      ];
    });
  }

  private async goOn(index: number, outcome: Outcome): Promise<void> {
    const running = this.running[index];
    if (!running) return;
    await running.request.goOn(outcome);
    this.tidy();
  }

  private tidy(): void {
    for (const each of this.running.filter(({ request }) => request.isOver)) {
      this.running.splice(this.running.indexOf(each), 1);
      if (each.request.failure !== undefined) throw each.request.failure;
    }
  }

  private beginnings(): Choice[] {
    if (this.running.length >= this.terms.requests) return [];
    const { data } = this;
    const isRunning = (name: string) => this.running.some(({ command }) => command.name === name);
    return (
      [...deliveries(data), ...wishes(RESERVATIONS)]
        .filter((command) => command.isSensible(data) && (data.given.get(command.name) ?? 0) < command.most)
        // A queue and a stream bring a message to one worker at a time; whoever asks may ask twice at once.
        .filter(({ name, most }) => most !== Number.POSITIVE_INFINITY || !isRunning(name))
        .flatMap((command) => (this.terms.whole ? this.wholes(command) : [this.beginning(command)]))
    );
  }

  private beginning(command: Command): Choice {
    const { given, now } = this.data;
    return {
      name: `begins: ${command.name}`,
      isFault: false,
      act: async () => {
        if (command.most !== Number.POSITIVE_INFINITY)
          given.set(command.name, (given.get(command.name) ?? 0) + 1);
        await this.begin(command, now, []);
      },
    };
  }

  /** A request that nothing interrupts; and one that dies at, or loses the answer of, each of its calls. */
  private wholes(command: Command): Choice[] {
    const begin = this.beginning(command);
    const until = async (call: number, end: string) => {
      await begin.act();
      const step = async (what: string) =>
        (this.calls().find(({ name }) => name.startsWith(`${what}: `)) ?? this.calls()[0])?.act();
      for (let done = 0; done < call && !this.isQuiet; done++) await step('does');
      if (!this.isQuiet) await step(end);
      while (!this.isQuiet) await step('does');
    };
    const faults = Array.from({ length: MOST_CALLS }, (_, call) => call).flatMap((call) =>
      ['dies', 'loses the answer'].map((end) => ({
        name: `${end} at call ${call}: ${command.name}`,
        isFault: true,
        act: () => until(call, end),
      })),
    );
    return [{ ...begin, act: () => until(Number.POSITIVE_INFINITY, 'does') }, ...faults];
  }

  private async begin(command: Command, begunAt: number, outcomes: readonly Outcome[]): Promise<void> {
    const run = (request: Request) =>
      command.run(servicesFor(request, this.terms.mutant), request, this.data);
    const request = new Request(command.name, begunAt, () => run(request), isAnswer);
    this.running.push({ command, request });
    await request.begin(outcomes);
    this.tidy();
  }

  /** What happens outside the functions: the workflow, the provider, the bank, the clock. */
  private elsewhere(): Choice[] {
    const { data } = this;
    const choice = (name: string, act: () => void): Choice => ({ name, isFault: false, act });
    const fault = (name: string, act: () => void): Choice => ({
      name,
      isFault: true,
      act: () => {
        data.faults += 1;
        act();
      },
    });
    const rewrite = (state: string, write: Parameters<NonNullable<Mutant['rewrite']>>[0]) =>
      this.terms.mutant?.rewrite?.(write, state) ?? write;
    const executions = [...data.executions.values()].filter(({ state }) => state !== 'Ended');
    const next = nextInstant(data);
    return [
      ...executions
        .filter((each) => canGoOn(each, data.now))
        .flatMap((each) => [
          choice(`workflow of ${each.id}: ${each.state}`, () =>
            goOn(each, data, apartmentItems(data), false, rewrite),
          ),
          ...(each.state === 'Take' || each.state === 'Revert'
            ? [
                fault(`workflow of ${each.id} loses the answer: ${each.state}`, () =>
                  goOn(each, data, apartmentItems(data), true, rewrite),
                ),
              ]
            : []),
        ]),
      ...executions.map((each) =>
        fault(`workflow of ${each.id} is stopped`, () => {
          data.executions.set(each.id, { ...each, state: 'Ended' });
          data.failures.push(each.id);
        }),
      ),
      ...payable(data).map((id) => choice(`pays ${id}`, () => pay(data, id))),
      ...[...data.provider.refunds.values()]
        .filter((each) => isAlive(each) && each.status === 'SUCCEEDED')
        .map(({ refundId }) => fault(`bank returns ${refundId}`, () => bank(data, refundId, 'FAILED'))),
      ...data.undelivered
        .slice(0, 1)
        .map((event) =>
          fault('webhook is lost', () => void data.undelivered.splice(data.undelivered.indexOf(event), 1)),
        ),
      ...(next === undefined ? [] : [choice('time passes', () => passTo(next, data))]),
    ];
  }
}

/** Checkouts whose address a guest has. */
function payable({ provider, payments }: WorldData): string[] {
  return [...provider.sessions.values()]
    .filter(({ status }) => status === 'open')
    .filter(
      ({ checkoutId, order }) =>
        payments.get(`reservation#${order.reservationId}`)?.['checkoutId'] === checkoutId,
    )
    .map(({ checkoutId }) => checkoutId);
}

function passTo(instant: number, data: WorldData): void {
  data.now = instant;
}

/** When something is due next. */
function nextInstant({ now, executions, queue }: WorldData): number | undefined {
  const holds = [...executions.values()]
    .filter(({ state }) => state !== 'Take')
    .flatMap(({ request }) => [Date.parse(request.holdExpiresAt), Date.parse(request.holdExpiresAt) + 1_000]);
  const due = [...holds, ...queue.map(({ dueAt }) => dueAt)].filter((each) => each > now);
  return due.length === 0 ? undefined : Math.min(...due);
}

function outcomeOf(call: PendingCall, data: WorldData): Outcome {
  try {
    const value = call.act(data);
    return { value, at: data.now };
  } catch (error) {
    return { error, at: data.now };
  }
}

function errorFor({ kind }: PendingCall): Error {
  return kind === 'provider' ? new ProviderUnavailable() : new ConnectionLost();
}

/** What a function may fail with: a refusal, or what was done to it. Anything else is a fault of the product. */
function isAnswer(error: unknown): boolean {
  return (
    error instanceof DomainError ||
    error instanceof RefundNotMade ||
    error instanceof ConnectionLost ||
    error instanceof TriedAgain
  );
}
