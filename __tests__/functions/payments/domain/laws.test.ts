import fc from 'fast-check';
import { interleaved } from '../../interleaving';
import { APARTMENT_OF, type Command, decisionOf, World } from './world';

const command: fc.Arbitrary<Command> = fc.record({
  verb: fc.oneof(
    { weight: 3, arbitrary: fc.constant('reserve' as const) },
    { weight: 4, arbitrary: fc.constant('checkout' as const) },
    { weight: 4, arbitrary: fc.constantFrom('pay' as const, 'payTwice' as const, 'pay untold' as const) },
    { weight: 6, arbitrary: fc.constant('deliver' as const) },
    { weight: 3, arbitrary: fc.constant('work' as const) },
    {
      weight: 3,
      arbitrary: fc.constantFrom('cancel' as const, 'vacate' as const, 'pass time' as const, 'bank' as const),
    },
  ),
  id: fc.oneof({ weight: 3, arbitrary: fc.constant('r1') }, fc.constantFrom(...Object.keys(APARTMENT_OF))),
  diesAfter: fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, fc.nat(12)),
  choice: fc.nat(7),
});

/** One booking on its way to money that comes in time or late, so that most schedules have some. */
const PLOTS: readonly (readonly (readonly [Command['verb'], string, number?])[])[] = [
  [],
  [
    ['reserve', 'r1'],
    ['checkout', 'r1'],
  ],
  [
    ['reserve', 'r1'],
    ['checkout', 'r1'],
    ['pay', 'r1'],
  ],
  [
    ['reserve', 'r1'],
    ['checkout', 'r1'],
    ['payTwice', 'r1'],
    ['pass time', 'r1', 3],
  ],
  [
    ['reserve', 'r1'],
    ['checkout', 'r1'],
    ['pay untold', 'r1'],
  ],
  [
    ['reserve', 'r1'],
    ['checkout', 'r1'],
    ['pay', 'r1'],
    ['cancel', 'r1'],
    ['reserve', 'r2'],
  ],
];
const opening: fc.Arbitrary<Command[]> = fc
  .constantFrom(...PLOTS)
  .map((plot) => plot.map(([verb, id, choice = 0]) => ({ verb, id, choice, diesAfter: undefined })));

const clients = fc.array(fc.array(command, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 });
const faults = fc.array(fc.constantFrom('before' as const, 'after' as const, 'refused' as const), {
  maxLength: 2,
});
const beginnings = fc.array(fc.constantFrom('SUCCEEDED' as const, 'PENDING' as const, 'FAILED' as const), {
  maxLength: 3,
});

/** Which laws a world breaks in which all has come that had to. */
function brokenLaws({ model }: World): string[] {
  const { apartments, payments, provider, refunds } = model;
  const broken: string[] = [];
  const law = (holds: boolean, sentence: string) => {
    if (!holds) broken.push(sentence);
  };
  for (const { by, from, to } of apartments.transitions) {
    const isSwap = from.reservationId && to.reservationId && from.reservationId !== to.reservationId;
    law(!isSwap, 'law 1: from one reservation to another only through VACANT');
    law(from.bookedStatus !== 'PAID' || by === 'staff', 'law 3: what is PAID only staff ends');
  }
  for (const event of provider.received) {
    const decision = decisionOf(event, model);
    const payment = payments.items.get(event.reservationId);
    const isTaken = decision === 'TAKEN';
    law(
      isTaken || decision === 'REFUNDED',
      `laws 4 and 6: of all money exactly one thing has become, not ${decision}`,
    );
    law(
      refunds.items.get(event.paymentId)?.status === (isTaken ? undefined : 'REFUNDED'),
      'law 4: a refund is recorded, and nothing else is recorded as one',
    );
    law(
      model.ledger.balanceOf(event.paymentId) === (isTaken ? event.amount : 0),
      'accounts: the ledger says what came and what went back',
    );
    if (payment?.paymentId !== event.paymentId) law(!isTaken, 'law 4: a second payment goes back');
    else if (isTaken)
      law(payment.status === 'PAID' && payment.paidAt === payment.receivedAt, 'law 4: what is paid is told');
    else law(payment.latePayment === 'REFUNDED', 'law 4: what goes back is told');
    const timesPaid = apartments.transitions.filter(
      ({ by, to }) => by === 'payments' && to.reservationId === event.reservationId,
    ).length;
    law(timesPaid <= 1, 'law 5: a reservation is paid once, however often it is told');
  }
  const taken = apartments.transitions.filter(({ by }) => by === 'payments').length;
  law(model.count('Paid') + model.count('TakenAgain') <= taken, 'law 5: a payment is counted once at most');
  for (const { checkoutId } of payments.items.values()) {
    const isOpen = checkoutId !== undefined && provider.sessions.get(checkoutId)?.status === 'open';
    law(!isOpen, 'a checkout that somebody was told of does not outlive its hold');
  }
  return broken;
}

const decisionCounts: Record<string, number> = {};

test('10,000 schedules: no payment is lost, doubled or taken for nothing, whatever dies when', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      opening,
      clients,
      faults,
      beginnings,
      async (scheduler, first, ofClients, broken, refundsBegin) => {
        const world = new World(scheduler);
        world.model.provider.beginnings.push(...refundsBegin);
        const run = async (commands: readonly Command[]) => {
          for (const next of commands) await world.run(next);
        };
        await interleaved(
          run(first).then(() => {
            world.model.provider.faults.push(...broken);
            return Promise.all(ofClients.map(run));
          }),
          scheduler,
        );
        await world.settle();
        expect(brokenLaws(world)).toEqual([]);
        for (const event of world.model.provider.received) {
          const late = world.model.payments.items.get(event.reservationId)?.latePayment ?? 'IN_TIME';
          decisionCounts[`${decisionOf(event, world.model)} ${late}`] =
            (decisionCounts[`${decisionOf(event, world.model)} ${late}`] ?? 0) + 1;
        }
      },
    ),
    { numRuns: 10_000 },
  );
  // The schedules reach every end that money can take: otherwise they would prove nothing of it.
  for (const end of ['TAKEN IN_TIME', 'TAKEN TAKEN_AGAIN', 'REFUNDED REFUNDED']) {
    expect(decisionCounts[end]).toBeGreaterThan(100);
  }
});
