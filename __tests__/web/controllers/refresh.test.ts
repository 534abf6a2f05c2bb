import { BookingController } from '../../../web/controllers/booking';
import { refresh } from '../../../web/controllers/refresh';
import { Store } from '../../../web/controllers/store';
import { apartment, attempt, pageState } from '../samples';
import { json, type Sent, scripted } from '../scripted-api';

function refreshing(answer: (sent: Sent) => Response) {
  const { http, sent } = scripted(answer);
  const store = new Store(pageState({ attempts: [attempt({ status: 'PENDING' })] }), () => 0);
  const booking = new BookingController(store, http, 'guest', () => undefined);
  return { store, sent, refresh: () => refresh(store, http, booking) };
}

test('one refresh loads the catalog and the reservations', async () => {
  const { store, refresh } = refreshing(({ path }) =>
    path.startsWith('/api/apartments')
      ? json({ items: [apartment()], nextCursor: null })
      : json({ id: 'r1', apartmentId: 'quay-1', status: 'HELD', holdExpiresAt: '2026-11-24T12:00:00.000Z' }),
  );
  expect(await refresh()).toBe(true);
  expect(store.state.catalog?.apartments).toEqual([apartment()]);
  expect(store.state.attempts[0]?.status).toBe('HELD');
});

test('a refresh that fails says why, and keeps what is known', async () => {
  const { store, refresh } = refreshing(() => json({ detail: 'Back in a minute.' }, { status: 503 }));
  expect(await refresh()).toBe(false);
  expect(store.state.connection).toMatchObject({ failures: 1, error: 'Back in a minute.' });
  expect(store.state.attempts).toEqual([attempt({ status: 'PENDING' })]);
});
