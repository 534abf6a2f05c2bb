import fc from 'fast-check';
import { reconcile } from '../../../../../functions/payments/domain/sweep/reconcile';
import { sweep } from '../../../../../functions/payments/domain/sweep/sweep';
import { interleaved } from '../../../interleaving';
import { APARTMENT_OF, type Command, decisionOf, World } from '../world';

/*
 * Nobody tells: webhooks are switched off, the queue may lose what it has, workflows are stopped, containers die at
 * any call. What is left is the sweep, which dies as well and runs beside itself. After its last runs the laws hold.
 */

const DAY_MS = 24 * 3_600_000;

type Act = Omit<Command, 'verb'> & {
  readonly verb: Command['verb'] | 'sweep' | 'die before asking' | 'stop workflow' | 'lose tasks';
};

class SweptWorld extends World {
  async act({ verb, ...rest }: Act): Promise<void> {
    const { id, diesAfter } = rest;
    switch (verb) {
      case 'sweep':
        await this.scheduler.schedule(Promise.resolve());
        return this.inContainer(diesAfter, (dependencies) => sweep(dependencies, () => 60_000));
      case 'die before asking':
        await this.scheduler.schedule(Promise.resolve());
        if (!this.model.reservations.items.has(id)) this.model.ask(id, APARTMENT_OF[id] ?? '');
        return;
      case 'stop workflow':
        return this.model.stopWorkflow(id);
      case 'lose tasks':
        this.model.queue.length = 0;
        return;
      default:
        await this.run({ verb, ...rest });
        return this.listEvents();
    }
  }

  /** What no webhook brings is in the provider's list: a bank may return a refund long after it had succeeded. */
  private listEvents(): void {
    const at = new Date(this.model.now()).toISOString();
    for (const event of this.undelivered.splice(0)) this.model.provider.listed.push({ at, event });
  }

  /** As often as what is due most often. */
  private async runs(count: number): Promise<void> {
    for (let run = 0; run < count; run++) {
      this.model.clock.advance(4 * 60_000);
      await sweep(this.model, () => 60_000);
      await reconcile(this.model, () => 60_000);
    }
  }

  /** Nothing dies and nothing fails any more, and a sweep comes again and again: the queue stays as it is. */
  async sweepOn(): Promise<void> {
    const { provider, clock } = this.model;
    provider.faults.length = 0;
    provider.beginnings.length = 0;
    for (const { refundId, status } of provider.refunds.values()) {
      if (status === 'PENDING') provider.become(refundId, 'SUCCEEDED');
    }
    await this.runs(25);
    clock.advance(DAY_MS);
    await this.runs(25);
  }
}

const verb: fc.Arbitrary<Act['verb']> = fc.oneof(
  { weight: 3, arbitrary: fc.constant('reserve' as const) },
  { weight: 4, arbitrary: fc.constant('checkout' as const) },
  { weight: 4, arbitrary: fc.constant('pay untold' as const) },
  { weight: 6, arbitrary: fc.constant('sweep' as const) },
  { weight: 4, arbitrary: fc.constant('pass time' as const) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'cancel' as const,
      'vacate' as const,
      'work' as const,
      'bank' as const,
      'die before asking' as const,
      'stop workflow' as const,
      'lose tasks' as const,
    ),
  },
);
const command: fc.Arbitrary<Act> = fc.record({
  verb,
  id: fc.oneof({ weight: 3, arbitrary: fc.constant('r1') }, fc.constantFrom(...Object.keys(APARTMENT_OF))),
  diesAfter: fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, fc.nat(25)),
  choice: fc.nat(7),
});
const BEGINNINGS: Act['verb'][][] = [
  [],
  ['reserve', 'checkout', 'pay untold'],
  ['reserve', 'stop workflow', 'checkout', 'pay untold'],
  ['reserve', 'checkout', 'pay untold', 'cancel'],
  ['die before asking'],
];
const opening = fc
  .constantFrom(...BEGINNINGS)
  .map((verbs) => verbs.map((each): Act => ({ verb: each, id: 'r1', diesAfter: undefined, choice: 0 })));
const clients = fc.array(fc.array(command, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 });
const faults = fc.array(fc.constantFrom('before' as const, 'after' as const), { maxLength: 2 });
const beginnings = fc.array(fc.constantFrom('SUCCEEDED' as const, 'PENDING' as const, 'FAILED' as const), {
  maxLength: 2,
});

function brokenLaws({ model }: SweptWorld): string[] {
  const { apartments, payments, provider, refunds, reservations, ledger } = model;
  const broken: string[] = [];
  const law = (holds: boolean, sentence: string) => {
    if (!holds) broken.push(sentence);
  };
  for (const { by, from, to } of apartments.transitions) {
    const isSwap = from.reservationId && to.reservationId && from.reservationId !== to.reservationId;
    law(!isSwap, 'law 1: from one reservation to another only through VACANT');
    law(from.bookedStatus !== 'PAID' || by === 'staff', 'law 3: what is PAID only staff ends');
  }
  for (const { bookedStatus } of apartments.items.values())
    law(bookedStatus !== 'RESERVED', 'law 2: every hold ends');
  for (const event of provider.received) {
    const decision = decisionOf(event, model);
    const isTaken = decision === 'TAKEN';
    law(isTaken || decision === 'REFUNDED', `laws 4 and 6: exactly one thing, not ${decision}`);
    law(
      refunds.items.get(event.paymentId)?.status === (isTaken ? undefined : 'REFUNDED'),
      'law 4: it is recorded',
    );
    law(ledger.balanceOf(event.paymentId) === (isTaken ? event.amount : 0), 'accounts: the ledger says it');
  }
  for (const { checkoutId, closedAt } of payments.items.values()) {
    const isOpen = checkoutId !== undefined && provider.sessions.get(checkoutId)?.status === 'open';
    law(!isOpen, 'a checkout that somebody was told of does not outlive its hold');
    law(checkoutId === undefined || closedAt !== undefined, 'and is known to be closed');
  }
  for (const { status, dueAt } of reservations.items.values()) {
    law(status !== 'PENDING' && status !== 'HELD', 'whoever asked is told the outcome');
    law(dueAt === undefined, 'what is finished is looked at no more');
  }
  law(
    Object.values(model.swept.at(-1) ?? { none: 1 }).every((age) => age === 0),
    'law 9: all is well, and its ages say so',
  );
  return broken;
}

test('laws 2, 4 and 6: 500 schedules that nobody tells of come to their end by the sweep alone', async () => {
  const reached: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      opening,
      clients,
      faults,
      beginnings,
      async (scheduler, first, ofClients, failing, refundsBegin) => {
        const world = new SweptWorld(scheduler);
        const now = new Date(world.model.now()).toISOString();
        world.model.reconciliations.state = {
          until: now,
          eventsTo: now,
          objectsAfter: undefined,
          areObjectsDone: true,
        };
        world.model.provider.beginnings.push(...refundsBegin);
        const run = async (acts: readonly Act[]) => {
          for (const next of acts) await world.act(next);
        };
        await interleaved(
          run(first).then(() => {
            world.model.provider.faults.push(...failing);
            return Promise.all(ofClients.map(run));
          }),
          scheduler,
        );
        await world.sweepOn();
        expect(brokenLaws(world)).toEqual([]);
        for (const event of world.model.provider.received) {
          const decision = decisionOf(event, world.model);
          reached[decision] = (reached[decision] ?? 0) + 1;
        }
      },
    ),
    { numRuns: 500 },
  );
  for (const end of ['TAKEN', 'REFUNDED']) expect(reached[end]).toBeGreaterThan(30);
}, 120_000);
