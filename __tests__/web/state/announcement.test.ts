import { announcement } from '../../../web/state/announcement';
import type { PageState } from '../../../web/state/page';
import { attempt, pageState } from '../samples';

const formats = { time: () => '14:35', price: () => '€10' };
const held = attempt({ status: 'HELD', deadline: 600_000 });
const paymentReturn = { reservationId: 'r1', outcome: 'failed' } as const;
const connection = (online: boolean, failures: number) => ({ online, failures, error: undefined });

test.each<[string, Partial<PageState>, Partial<PageState>, string | undefined]>([
  ['a new attempt', {}, { attempts: [attempt()] }, 'Reserving Quay 1. Asking whether it is still vacant…'],
  [
    'what becomes of it',
    { attempts: [attempt()] },
    { attempts: [held] },
    'Quay 1 is held for you. Nobody else can take it until 14:35.',
  ],
  [
    'a cancel in vain',
    { attempts: [held] },
    { attempts: [{ ...held, error: 'Cut off.' }] },
    'Quay 1 is held for you. Nobody else can take it until 14:35. Cut off.',
  ],
  [
    'the deadline',
    { attempts: [held] },
    { attempts: [held], now: 600_000 },
    'Time is up for Quay 1. Checking the hold…',
  ],
  [
    'five minutes left',
    { attempts: [held], now: 299_000 },
    { attempts: [held], now: 300_000 },
    '5 minutes left for Quay 1.',
  ],
  ['a second like others', { attempts: [held], now: 300_000 }, { attempts: [held], now: 301_000 }, undefined],
  [
    'a minute left, after a sleep',
    { attempts: [held], now: 0 },
    { attempts: [held], now: 541_500 },
    '1 minute left for Quay 1.',
  ],
  [
    'what a guest came back from the payment page with',
    { attempts: [held], paymentReturn },
    { attempts: [{ ...held, payment: { outcome: 'failed', at: 1, search: '' } }] },
    'The payment for Quay 1 failed. Nothing was charged, and it stays held for you until 14:35. You can try again.',
  ],
  [
    'a payment that goes unconfirmed',
    { attempts: [{ ...held, payment: { outcome: 'done', at: 0, search: '' } }], now: 29_999 },
    { attempts: [{ ...held, payment: { outcome: 'done', at: 0, search: '' } }], now: 30_000 },
    'Quay 1 is held for you. Your payment is not confirmed yet, which takes longer than usual. Money that comes later is not lost.',
  ],
  [
    'back with a reservation that nobody knows',
    { paymentReturn },
    { paymentReturn: { ...paymentReturn, unknown: true } },
    'Your reservation could not be found.',
  ],
  ['one look in vain', {}, { connection: connection(true, 1) }, undefined],
  [
    'two looks in vain',
    { connection: connection(true, 1) },
    { connection: connection(true, 2) },
    'Connection lost. What you see may have changed.',
  ],
  [
    'three looks in vain',
    { connection: connection(true, 2) },
    { connection: connection(true, 3) },
    undefined,
  ],
  ['offline', {}, { connection: connection(false, 0) }, 'Connection lost. What you see may have changed.'],
  [
    'back again',
    { connection: connection(true, 5) },
    { connection: connection(true, 0) },
    'Connected again.',
  ],
  [
    'a refund',
    { attempts: [attempt({ status: 'PAID' })] },
    {
      attempts: [
        attempt({ status: 'PAID', refunds: [{ status: 'PENDING', amount: 1_000, currency: 'EUR' }] }),
      ],
    },
    'Quay 1 is yours. It is paid and booked for you. €10 is on its way back to you.',
  ],
  [
    'another filter',
    { shown: new Set() },
    { filter: { complexId: 'x', vacantOnly: false }, shown: new Set(['a']) },
    '1 apartment shown.',
  ],
])('%s', (_, before, after, sentence) => {
  const start = pageState();
  expect(announcement({ ...start, ...before }, { ...start, ...after }, formats)).toBe(sentence);
});

test('what others reserve is not said aloud', () => {
  const before = pageState();
  const catalog = { apartments: [], holdsStopped: false, seenAt: 0 };
  expect(announcement(before, { ...before, catalog, now: 9 }, formats)).toBeUndefined();
});
