import { Booking } from '../../../web/flow/booking';
import { look } from '../../../web/flow/look';
import { Store } from '../../../web/flow/store';
import { apartment, attempt, pageState } from '../samples';
import { json, type Sent, scripted } from '../scripted-api';

function looking(answer: (sent: Sent) => Response) {
  const { requests, sent } = scripted(answer);
  const store = new Store(pageState({ attempts: [attempt({ status: 'PENDING' })] }), () => 0);
  const booking = new Booking(store, requests, 'guest', () => undefined);
  return { store, sent, look: () => look(store, requests, booking) };
}

test('one look brings the catalog and news of the reservations', async () => {
  const { store, look } = looking(({ path }) =>
    path.startsWith('/api/apartments')
      ? json({ items: [apartment()], nextCursor: null })
      : json({ id: 'r1', apartmentId: 'quay-1', status: 'HELD', holdExpiresAt: '2026-11-24T12:00:00.000Z' }),
  );
  expect(await look()).toBe(true);
  expect(store.state.catalog?.apartments).toEqual([apartment()]);
  expect(store.state.attempts[0]?.status).toBe('HELD');
});

test('a look in vain says why, and keeps what is known', async () => {
  const { store, look } = looking(() => json({ detail: 'Back in a minute.' }, { status: 503 }));
  expect(await look()).toBe(false);
  expect(store.state.connection).toMatchObject({ failures: 1, trouble: 'Back in a minute.' });
  expect(store.state.attempts).toEqual([attempt({ status: 'PENDING' })]);
});
