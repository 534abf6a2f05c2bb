import fc, { type Scheduler } from 'fast-check';
import { cancelReservation } from '../../../../functions/booking/domain/cancel';
import type { BookingDependencies } from '../../../../functions/booking/domain/dependencies';
import { reserveApartment } from '../../../../functions/booking/domain/reserve';
import { DomainError } from '../../../../functions/domain/errors';
import { type BookingModel, bookingModel, HOLD_SECONDS } from '../../domain/booking-model';
import { interleaved } from '../../interleaving';

const APARTMENTS = ['a', 'b', 'c', 'd'];
const LIMITS = { holdsPerGuest: 1, holdsPerAddress: 2, pauseMs: 10_000 };
const SETTLED_MS = 200_000;

interface Command {
  readonly verb: 'reserve' | 'cancel' | 'pay';
  /** The reservation; each is always for one apartment, and the same one may be sent by two guests. */
  readonly id: number;
  readonly guest: 'g' | 'h' | 'anonymous';
  readonly address: 'home' | 'away';
  /** After how many calls to AWS the function's container dies; undefined: it lives. */
  readonly diesAfter: number | undefined;
}

class ContainerDied extends Error {}

/** The dependencies of one request: before and after every call to AWS anything may happen elsewhere. */
function requestDependencies(
  model: BookingModel,
  scheduler: Scheduler,
  diesAfter: number | undefined,
): BookingDependencies {
  let calls = 0;
  const call = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    if (calls++ === diesAfter) throw new ContainerDied();
    await scheduler.schedule(Promise.resolve());
    const result = await act();
    await scheduler.schedule(Promise.resolve());
    return result;
  };
  const { workflow } = model;
  return {
    ...model,
    apartments: stepped(model.apartments, call),
    reservations: stepped(model.reservations, call),
    shares: stepped(model.shares, call),
    workflow: {
      machine: workflow.machine,
      executionArn: (id) => workflow.executionArn(id),
      start: (id, request) => call(() => workflow.start(id, request)),
    },
    sleep: async (milliseconds) => {
      await scheduler.schedule(Promise.resolve());
      model.clock.advance(milliseconds);
    },
  };
}

/** A table each of whose methods is one call. */
function stepped<Target extends object>(
  target: Target,
  call: (act: () => Promise<unknown>) => Promise<unknown>,
): Target {
  return new Proxy(target, {
    get(table, name) {
      const member: unknown = Reflect.get(table, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => call(() => Reflect.apply(member, table, args));
    },
  });
}

async function perform(
  { verb, id, guest, address }: Command,
  dependencies: BookingDependencies,
  model: BookingModel,
): Promise<void> {
  const reservationId = `r${id}`;
  const apartmentId = APARTMENTS[id % APARTMENTS.length] ?? '';
  if (verb === 'reserve') {
    const wish = { apartmentId, guestId: guest, addressKey: address, reservationId, price: undefined };
    await reserveApartment(wish, dependencies);
  } else if (verb === 'cancel') await cancelReservation(reservationId, dependencies);
  else model.apartments.pay(apartmentId, reservationId, model.clock.now());
}

/** What a run of a schedule has shown, so that a test that shows nothing fails. */
interface Seen {
  full: number;
  refused: number;
  died: number;
}

/** How many holds each guest and each address has now, as the apartments and the records say. */
function holdsNow({ apartments, reservations, clock }: BookingModel): Map<string, number> {
  const now = new Date(clock.now()).toISOString();
  const counts = new Map<string, number>();
  for (const { bookedStatus, reservationId = '', guestId, holdExpiresAt = '' } of apartments.items.values()) {
    if (bookedStatus !== 'RESERVED' || holdExpiresAt <= now) continue;
    const { addressKey } = reservations.items.get(reservationId) ?? {};
    for (const owner of [`guest#${guestId}`, `address#${addressKey}`]) {
      counts.set(owner, (counts.get(owner) ?? 0) + 1);
    }
  }
  return counts;
}

function limitOf(owner: string): number {
  if (owner === 'guest#anonymous') return Number.POSITIVE_INFINITY;
  return owner.startsWith('guest#') ? LIMITS.holdsPerGuest : LIMITS.holdsPerAddress;
}

/** With every transition of an apartment, nobody has more than their share. */
function watch(model: BookingModel, seen: Seen): string[] {
  const violations: string[] = [];
  const follow = model.apartments.onChange;
  model.apartments.onChange = (from, to) => {
    follow(from, to);
    for (const [owner, holds] of holdsNow(model)) {
      if (holds === limitOf(owner)) seen.full += 1;
      if (holds > limitOf(owner)) violations.push(`${owner} has ${holds}`);
    }
  };
  return violations;
}

async function runClient(
  commands: readonly Command[],
  model: BookingModel,
  scheduler: Scheduler,
  seen: Seen,
): Promise<void> {
  for (const command of commands) {
    await scheduler.schedule(Promise.resolve());
    const dependencies = requestDependencies(model, scheduler, command.diesAfter);
    await perform(command, dependencies, model).catch((error: unknown) => {
      if (error instanceof ContainerDied) seen.died += 1;
      else if (!(error instanceof DomainError)) throw error;
      else if (error.name === 'TooManyHolds') seen.refused += 1;
    });
  }
}

async function passTime(times: number, model: BookingModel, scheduler: Scheduler): Promise<void> {
  for (let time = 0; time < times; time++) {
    await scheduler.schedule(Promise.resolve());
    model.clock.advance(Math.max(1, model.clock.untilNext() ?? 1_000));
  }
}

function clients(deaths: boolean): fc.Arbitrary<Command[][]> {
  const command = fc.record({
    verb: fc.oneof(
      { arbitrary: fc.constant('reserve' as const), weight: 6 },
      { arbitrary: fc.constantFrom('cancel' as const, 'pay' as const), weight: 2 },
    ),
    id: fc.nat(5),
    guest: fc.constantFrom('g' as const, 'h' as const, 'anonymous' as const),
    address: fc.oneof({ arbitrary: fc.constant('home' as const), weight: 3 }, fc.constant('away' as const)),
    diesAfter: deaths
      ? fc.oneof({ arbitrary: fc.constant(undefined), weight: 3 }, fc.nat(12))
      : fc.constant(undefined),
  });
  return fc.array(fc.array(command, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 5 });
}

async function inAnyInterleaving(
  deaths: boolean,
  check: (model: BookingModel) => Promise<void> | void,
): Promise<Seen> {
  const seen: Seen = { full: 0, refused: 0, died: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      clients(deaths),
      fc.nat(8),
      fc.constantFrom(30, 2_000),
      async (scheduler, commandsOfClients, ticks, lagMs) => {
        const model = bookingModel(...APARTMENTS);
        model.lagMs = lagMs;
        model.shareLimits = LIMITS;
        const violations = watch(model, seen);
        const running = commandsOfClients.map((commands) => runClient(commands, model, scheduler, seen));
        await interleaved(Promise.all([...running, passTime(ticks, model, scheduler)]), scheduler);
        expect(violations).toEqual([]);
        await check(model);
      },
    ),
    { numRuns: 400 },
  );
  return seen;
}

test('law 8: nobody ever holds more than their share, whoever dies when, and no share is lost for longer than a hold', async () => {
  const seen = await inAnyInterleaving(true, async (model) => {
    model.clock.advance(HOLD_SECONDS * 1000 + SETTLED_MS);
    const vacant = [...model.apartments.items.values()].find(({ bookedStatus }) => bookedStatus === 'VACANT');
    if (!vacant) return;
    const wish = { apartmentId: vacant.id, guestId: 'g', addressKey: 'home', reservationId: 'last' };
    expect(await reserveApartment({ ...wish, price: undefined }, model)).toMatchObject({ status: 'HELD' });
  });
  expect(seen.full).toBeGreaterThan(100);
  expect(seen.refused).toBeGreaterThan(100);
  expect(seen.died).toBeGreaterThan(100);
});

test('law 8: where nobody dies, what is refused, rejected or given up counts no longer', async () => {
  await inAnyInterleaving(false, async (model) => {
    // The end of an execution is told within the lag.
    model.clock.advance(model.lagMs + 100);
    await new Promise(setImmediate);
    const now = new Date(model.clock.now()).toISOString();
    for (const { holds } of model.shares.items.values()) {
      for (const { reservationId } of holds.filter(({ until }) => until > now)) {
        const status = model.reservations.items.get(reservationId)?.status;
        expect(['PENDING', 'HELD', 'PAID']).toContain(status);
      }
    }
  });
});
