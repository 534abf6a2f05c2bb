import fc from 'fast-check';
import type { ReservationStatus } from '../../../web/api/reservations';
import { type Attempt, phaseOf } from '../../../web/state/attempt';
import { type PageEvent, type PageState, reduce } from '../../../web/state/page';
import { apartment, attempt, pageState, reservation } from '../samples';

function after(state: PageState, ...events: PageEvent[]): PageState {
  return events.reduce((current, event) => reduce(current, event, current.now), state);
}

const DEADLINE = 100_000;
const id = fc.constantFrom('r1', 'r2');
const status = fc.constantFrom<ReservationStatus>(
  'PENDING',
  'HELD',
  'PAID',
  'EXPIRED',
  'CANCELLED',
  'REJECTED',
);
const event: fc.Arbitrary<PageEvent> = fc.oneof(
  fc.constant<PageEvent>({ type: 'ticked' }),
  fc.constant<PageEvent>({ type: 'catalog-loaded', holdsStopped: false, apartments: [apartment()], at: 0 }),
  id.map((reservationId): PageEvent => ({ type: 'asked', attempt: attempt({ reservationId }) })),
  id.map((reservationId): PageEvent => ({ type: 'paying', reservationId })),
  id.map((reservationId): PageEvent => ({ type: 'checkout-opened', reservationId, search: '' })),
  id.map((reservationId): PageEvent => ({ type: 'unanswered', reservationId, sentence: 'Cut off.' })),
  fc
    .tuple(id, fc.boolean())
    .map(([reservationId, cancelling]): PageEvent => ({ type: 'sent-again', reservationId, cancelling })),
  fc.tuple(id, status).map(
    ([reservationId, answer]): PageEvent => ({
      type: 'answered',
      reservation: reservation({
        id: reservationId,
        status: answer,
        holdExpiresAt: new Date(DEADLINE).toISOString(),
      }),
    }),
  ),
);

test('whatever happens in whatever order, a hold is never shown after its deadline', () => {
  const steps = fc.array(fc.tuple(event, fc.integer({ min: 0, max: 20_000 })), { maxLength: 40 });
  fc.assert(
    fc.property(steps, (story) => {
      let state = pageState();
      let now = 0;
      for (const [next, pause] of story) {
        now += pause;
        state = reduce(state, next, now);
        expect(state.now).toBe(now);
        const phases = state.attempts.map((one) => phaseOf(one, state.now));
        if (now >= DEADLINE) {
          for (const phase of phases)
            expect(['held', 'paying', 'confirming', 'cancelling']).not.toContain(phase);
        }
      }
    }),
  );
});

test('a hold that is running is shown as one', () => {
  const state = pageState({ attempts: [attempt({ status: 'HELD', deadline: DEADLINE })] });
  expect(
    state.attempts.map((one) => phaseOf(one, reduce(state, { type: 'ticked' }, DEADLINE - 1).now)),
  ).toEqual(['held']);
});

test('a new attempt comes first and clears away what is over', () => {
  const running = attempt({ apartmentId: 'b', reservationId: 'rb', status: 'HELD', deadline: 9 });
  const over = attempt({ apartmentId: 'c', reservationId: 'rc', status: 'EXPIRED' });
  const { attempts } = after(pageState({ attempts: [over, running] }), { type: 'asked', attempt: attempt() });
  expect(attempts).toEqual([attempt(), running]);
});

test('an attempt at the same apartment takes the place of the one before', () => {
  const again = attempt({ reservationId: 'r2', askedAt: 1 });
  expect(after(pageState({ attempts: [attempt()] }), { type: 'asked', attempt: again }).attempts).toEqual([
    again,
  ]);
});

test.each<[string, PageEvent, object]>([
  [
    'refused',
    { type: 'refused', reservationId: 'r1', sentence: 'No.' },
    { status: 'REFUSED', reason: 'No.' },
  ],
  [
    'no answer',
    { type: 'unanswered', reservationId: 'r1', sentence: 'Cut.' },
    { status: 'ASKED', error: 'Cut.' },
  ],
  ['sent again', { type: 'sent-again', reservationId: 'r1', cancelling: false }, { error: undefined }],
])('%s', (_, event, expected) => {
  const state = after(pageState({ attempts: [attempt({ error: 'Earlier.' })] }), event);
  expect(state.attempts[0]).toMatchObject(expected);
});

test('what is over stays so, whatever a late answer to a cancel says', () => {
  const over = attempt({ status: 'EXPIRED' });
  const state = after(
    pageState({ attempts: [over] }),
    { type: 'sent-again', reservationId: 'r1', cancelling: true },
    { type: 'unanswered', reservationId: 'r1', sentence: 'Cut off.' },
  );
  expect(state.attempts[0]).toBe(over);
});

test('what another tab wrote down is taken over, and what it closed is closed', () => {
  const held = attempt({ status: 'HELD', deadline: 9 });
  const other = attempt({ apartmentId: 'b', reservationId: 'rb' });
  const state = after(
    pageState({ attempts: [attempt()] }),
    { type: 'remembered', attempt: held },
    { type: 'remembered', attempt: other },
  );
  expect(state.attempts).toEqual([held, other]);
  expect(after(state, { type: 'dismissed', reservationId: 'r1' }).attempts).toEqual([other]);
});

test('of what another tab or an earlier visit wrote down about one apartment, only the newest stays', () => {
  const [older, newer] = [attempt(), attempt({ reservationId: 'r2', askedAt: 1 })];
  const remember = (...notes: Attempt[]) =>
    after(pageState(), ...notes.map((note): PageEvent => ({ type: 'remembered', attempt: note }))).attempts;
  expect(remember(older, newer)).toEqual([newer]);
  expect(remember(newer, older)).toEqual([newer]);
});

test('whose money may be under way stays beside a newer attempt at the same apartment', () => {
  const payment = { outcome: 'done', at: 1, search: '' } as const;
  const late = attempt({ status: 'EXPIRED', deadline: 10, payment });
  const anew = attempt({ reservationId: 'r2', askedAt: 1 });
  const asked = after(pageState({ attempts: [late] }), { type: 'asked', attempt: anew });
  expect(asked.attempts).toEqual([anew, late]);
  const remembered = after(
    pageState(),
    { type: 'remembered', attempt: anew },
    { type: 'remembered', attempt: late },
  );
  expect(remembered.attempts).toEqual([anew, late]);
});

const held = attempt({ status: 'HELD', deadline: DEADLINE });

test('on the way to the payment page, and back on this one without having left it', () => {
  const paying = after(pageState({ attempts: [held] }), { type: 'paying', reservationId: 'r1' });
  expect(paying.attempts.map((one) => phaseOf(one, 0))).toEqual(['paying']);
  const opened = after(paying, { type: 'checkout-opened', reservationId: 'r1', search: '?vacant' });
  expect(opened.attempts[0]?.payment).toEqual({ outcome: 'begun', at: 1, search: '?vacant' });
  const stayed = after(opened, { type: 'stayed' });
  expect(stayed.attempts.map((one) => phaseOf(one, 0))).toEqual(['held']);
});

test('a payment is written down even when the hold has ended while its page was opened', () => {
  const expired = after(pageState({ attempts: [{ ...held, status: 'EXPIRED' }] }), {
    type: 'checkout-opened',
    reservationId: 'r1',
    search: '',
  });
  expect(expired.attempts[0]?.payment?.outcome).toBe('begun');
});

const paymentReturn = { reservationId: 'r1', outcome: 'failed' } as const;
const payment = { outcome: 'begun', at: 5_000, search: '?complex=harbour-court' } as const;

test('a guest back from the payment page finds the reservation as it was written down, with what became of the payment', () => {
  const back = after(pageState({ paymentReturn }), { type: 'remembered', attempt: held });
  expect(back).toMatchObject({ paymentReturn: undefined, attempts: [{ payment: { outcome: 'failed' } }] });
});

test('a guest back from the payment page sees the apartments as before, and the later note is later whatever the clock says', () => {
  const apartments = [apartment(), apartment({ id: 'b', complexId: 'mill' })];
  const back = after(
    pageState({ paymentReturn }),
    { type: 'catalog-loaded', holdsStopped: false, apartments, at: 0 },
    { type: 'remembered', attempt: { ...held, payment } },
  );
  expect(back.filter).toEqual({ complexId: 'harbour-court', vacantOnly: false });
  expect([...back.shown]).toEqual(['quay-1']);
  expect(back.attempts[0]?.payment).toMatchObject({ outcome: 'failed', at: 5_001 });
});

test('a guest back from the payment page keeps the filter of the address they came back to', () => {
  const filter = { complexId: 'mill', vacantOnly: false };
  const back = after(pageState({ paymentReturn, filter }), {
    type: 'remembered',
    attempt: { ...held, payment },
  });
  expect(back.filter).toEqual(filter);
});

test('a guest back from the payment page is told when nobody knows the reservation, and can put that away', () => {
  const unknown = after(
    pageState({ paymentReturn }),
    { type: 'remembered', attempt: attempt({ apartmentId: 'b', reservationId: 'rb' }) },
    { type: 'return-unknown' },
  );
  expect(unknown.paymentReturn).toEqual({ ...paymentReturn, unknown: true });
  expect(after(unknown, { type: 'return-dismissed' }).paymentReturn).toBeUndefined();
});

test('looks in vain are counted until one brings something, and keep what was seen', () => {
  const vain: PageEvent = { type: 'catalog-failed', sentence: 'Down.' };
  const seen: PageEvent = { type: 'catalog-loaded', holdsStopped: false, apartments: [apartment()], at: 5 };
  const lost = after(pageState(), seen, vain, vain);
  expect(lost.connection).toEqual({ online: true, failures: 2, error: 'Down.' });
  expect(lost.catalog).toEqual({ apartments: [apartment()], holdsStopped: false, seenAt: 5 });
  expect(after(lost, seen).connection.failures).toBe(0);
});

test('a look that brings something is a connection, whatever the browser said', () => {
  const offline = after(pageState(), { type: 'connected', online: false });
  expect(offline.connection.online).toBe(false);
  expect(
    after(offline, { type: 'catalog-loaded', holdsStopped: false, apartments: [], at: 0 }).connection.online,
  ).toBe(true);
});

test('what is shown stays while the filter stands, and is chosen anew when it changes', () => {
  const vacantOnly = { complexId: undefined, vacantOnly: true };
  const look = (bookedStatus: 'VACANT' | 'RESERVED'): PageEvent => ({
    type: 'catalog-loaded',
    holdsStopped: false,
    apartments: [apartment({ bookedStatus })],
    at: 0,
  });
  const taken = after(
    pageState(),
    { type: 'filtered', filter: vacantOnly },
    look('VACANT'),
    look('RESERVED'),
  );
  expect([...taken.shown]).toEqual(['quay-1']);
  expect([...after(taken, { type: 'filtered', filter: { ...vacantOnly } }).shown]).toEqual([]);
});

test('where the edge saw the guest', () => {
  const viewer = { country: 'DE', phone: true };
  expect(after(pageState(), { type: 'viewer-known', viewer }).viewer).toBe(viewer);
});
