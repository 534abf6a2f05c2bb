import {
  AttemptStorage,
  type KeyValueStorage,
  parsedAttempt,
  reservationOfKey,
} from '../../../web/controllers/attempt-storage';
import { attempt } from '../samples';

/** A browser's storage. */
function notes(): KeyValueStorage {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    key: (index) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
}

const payment = { outcome: 'begun', at: 3, search: '?vacant' } as const;

test('a guest stays the same', () => {
  const storage = notes();
  const guestId = new AttemptStorage(() => storage).guestId();
  expect(guestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(new AttemptStorage(() => storage).guestId()).toBe(guestId);
});

test('what was kept is there after a reload, the newest first, without what was under way', () => {
  const storage = notes();
  const old = attempt({
    apartmentId: 'a',
    reservationId: 'ra',
    status: 'HELD',
    deadline: 5,
    cancelling: true,
    paying: true,
    payment,
  });
  const recent = attempt({ apartmentId: 'b', reservationId: 'rb', askedAt: 1, error: 'Cut off.' });
  const memory = new AttemptStorage(() => storage);
  memory.guestId();
  memory.save([old, recent], []);
  expect(new AttemptStorage(() => storage).attempts()).toEqual([
    attempt({ apartmentId: 'b', reservationId: 'rb', askedAt: 1 }),
    attempt({ apartmentId: 'a', reservationId: 'ra', status: 'HELD', deadline: 5, payment }),
  ]);
});

test('what is closed is forgotten; what another tab wrote meanwhile is not touched', () => {
  const storage = notes();
  const [mine, theirs] = [attempt({ reservationId: 'a' }), attempt({ reservationId: 'b' })];
  const memory = new AttemptStorage(() => storage);
  memory.save([mine], []);
  new AttemptStorage(() => storage).save([theirs], []);
  memory.save([], [mine]);
  expect(memory.attempts()).toEqual([theirs]);
});

test('a storage that is forbidden or full does not stop anybody', () => {
  const memory = new AttemptStorage(() => {
    throw new DOMException('no', 'SecurityError');
  });
  expect(memory.guestId()).toMatch(/^[0-9a-f-]{36}$/);
  memory.save([attempt()], []);
  expect(memory.attempts()).toEqual([]);
});

test.each([
  null,
  '',
  '{',
  'null',
  '7',
  '{}',
  JSON.stringify({ ...attempt(), status: 'LOST' }),
  JSON.stringify({ ...attempt(), payment: { outcome: 'won' } }),
  JSON.stringify({ ...attempt(), price: { amount: 'much' } }),
])('the note %p is no attempt', (note) => expect(parsedAttempt(note)).toBeUndefined());

test('the key of a note names its reservation', () => {
  expect([
    reservationOfKey('keyhold.attempt.a.b'),
    reservationOfKey('keyhold.guest'),
    reservationOfKey(null),
  ]).toEqual(['a.b', undefined, undefined]);
});
