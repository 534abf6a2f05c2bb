import type { Attempt } from '../../../web/state/attempt';
import type { Availability } from '../../../web/state/availability';
import type { PaymentAttempt } from '../../../web/state/payment';
import { type TicketAction, ticketContentOf } from '../../../web/state/ticket-content';
import { attempt } from '../samples';

const formats = { time: (instant: number) => `${instant / 1000}h` };
const held: Partial<Attempt> = { status: 'HELD', deadline: 14_000 };
const paying = (outcome: PaymentAttempt['outcome']) => ({ payment: { outcome, at: -60_000, search: '' } });
const over: Partial<Attempt> = { status: 'EXPIRED', deadline: 14_000 };
const rival = { bookedStatus: 'RESERVED', deadline: 9_000 } as const;

test.each<[Partial<Attempt>, Availability | undefined, string, string, TicketAction[]]>([
  [{}, 'vacant', 'Reserving Quay 1', 'Asking whether it is still vacant…', []],
  [{ status: 'PENDING' }, 'vacant', 'Reserving Quay 1', 'Asking whether it is still vacant…', ['give-up']],
  [
    { error: 'Cut off.' },
    'unanswered',
    'No answer about Quay 1',
    'Cut off. Trying again asks for this same reservation, never for a second one.',
    ['try-again', 'give-up'],
  ],
  [held, 'held', 'Quay 1 is held for you', 'Nobody else can take it until 14h.', ['pay', 'cancel']],
  [
    { ...held, error: 'Cut off.' },
    'held',
    'Quay 1 is held for you',
    'Nobody else can take it until 14h. Cut off.',
    ['pay', 'cancel'],
  ],
  [{ ...held, cancelling: true }, 'held', 'Giving up Quay 1', 'Telling Keyhold…', ['pay', 'cancel']],
  [
    { ...held, paying: true },
    'held',
    'Quay 1 is held for you',
    'Opening the payment page…',
    ['pay', 'cancel'],
  ],
  [
    { ...held, ...paying('begun') },
    'held',
    'Quay 1 is held for you',
    'You can pay until 14h. Once you have, this page says so by itself.',
    ['pay', 'cancel'],
  ],
  [
    { ...held, ...paying('cancelled') },
    'held',
    'Quay 1 is held for you',
    'You left the payment page and nothing was charged. You can pay until 14h.',
    ['pay', 'cancel'],
  ],
  [
    { ...held, ...paying('failed'), error: 'Cut off.' },
    'held',
    'The payment for Quay 1 failed',
    'Nothing was charged, and it stays held for you until 14h. You can try again. Cut off.',
    ['pay', 'cancel'],
  ],
  [
    { ...held, payment: { outcome: 'done', at: 0, search: '' } },
    'held',
    'Confirming your payment for Quay 1',
    'Waiting to hear that the money has arrived. That usually takes seconds.',
    [],
  ],
  [
    { ...held, ...paying('done') },
    'held',
    'Quay 1 is held for you',
    'Your payment is not confirmed yet, which takes longer than usual. Money that comes later is not lost.',
    ['pay', 'cancel'],
  ],
  [
    { ...held, ...paying('done'), deadline: 0 },
    'lapsed',
    'Time is up for Quay 1',
    'Checking whether the payment came in time…',
    [],
  ],
  [{ ...held, deadline: 0 }, 'lapsed', 'Time is up for Quay 1', 'Checking the hold…', []],
  [{ status: 'PAID' }, 'yours', 'Quay 1 is yours', 'It is paid and booked for you.', ['close']],
  [
    { status: 'PAID', paidAt: 13_000 },
    'yours',
    'Quay 1 is yours',
    'It was paid at 13h and is booked for you.',
    ['close'],
  ],
  [
    { status: 'PAID', latePayment: 'TAKEN_AGAIN' },
    'yours',
    'Quay 1 is yours after all',
    'Your payment came after the hold had ended. It was still vacant, and is booked for you.',
    ['close'],
  ],
  [
    { ...over, ...paying('begun') },
    'vacant',
    'The hold on Quay 1 ran out',
    'It ended at 14h and nothing was paid yet. If money still comes, Quay 1 is yours where it is vacant, or you get the money back. This page looks until 1814h.',
    ['reserve-again', 'close'],
  ],
  [
    { ...over, ...paying('done') },
    'awaited',
    'The hold on Quay 1 ran out',
    'It ended at 14h before your payment was confirmed. If money still comes, Quay 1 is yours where it is vacant, or you get the money back. This page looks until 1814h.',
    ['close'],
  ],
  [
    { ...over, ...paying('done'), deadline: -1_800_000 },
    'vacant',
    'The hold on Quay 1 ran out',
    'It ended at -1800h and no payment has come. If one still comes, Quay 1 is yours where it is vacant, or you get the money back.',
    ['reserve-again', 'close'],
  ],
  [
    { ...over, ...paying('failed') },
    'vacant',
    'The hold on Quay 1 ran out',
    'It ended at 14h and nothing was paid.',
    ['reserve-again', 'close'],
  ],
  [
    { ...over, ...paying('done'), latePayment: 'REFUND_PENDING' },
    'reserved',
    'Your payment for Quay 1 came too late',
    'It came after the hold had ended, and the apartment was no longer vacant. You get the money back: it is on its way.',
    ['close'],
  ],
  [
    { ...over, ...paying('done'), latePayment: 'REFUNDED' },
    'booked',
    'Your payment for Quay 1 was given back',
    'It came after the hold had ended, and the apartment was no longer vacant. Your bank may take some days to show it.',
    ['close'],
  ],
  [
    { ...over, status: 'CANCELLED', ...paying('begun') },
    'vacant',
    'You gave up Quay 1',
    'Its payment page closes. If a payment was under way, you get the money back.',
    ['reserve-again', 'close'],
  ],
  [
    { ...over, status: 'CANCELLED', ...paying('done'), latePayment: 'REFUNDED' },
    'vacant',
    'Your payment for Quay 1 was given back',
    'It came after you had given the hold up. Your bank may take some days to show it.',
    ['reserve-again', 'close'],
  ],
  [
    { status: 'ENDED' },
    'vacant',
    'Your stay at Quay 1 has ended',
    'It was paid, and is over.',
    ['reserve-again', 'close'],
  ],
  [
    { status: 'EXPIRED', deadline: 14_000 },
    'vacant',
    'The hold on Quay 1 ran out',
    'It ended at 14h and nothing was paid.',
    ['reserve-again', 'close'],
  ],
  [
    { status: 'EXPIRED' },
    'reserved',
    'The hold on Quay 1 ran out',
    'It ended and nothing was paid.',
    ['close'],
  ],
  [
    { status: 'CANCELLED' },
    'vacant',
    'You gave up Quay 1',
    'Nothing was paid, and others can take it again.',
    ['reserve-again', 'close'],
  ],
  [
    { status: 'REJECTED', rival },
    'reserved',
    'Somebody else was faster',
    'Quay 1 is held for another guest until 9h. It is vacant again if they do not pay.',
    ['close'],
  ],
  [
    { status: 'REJECTED', rival: { bookedStatus: 'PAID', deadline: undefined } },
    'booked',
    'Somebody else was faster',
    'Quay 1 is booked.',
    ['close'],
  ],
  [
    { status: 'REJECTED', reason: 'Broken.' },
    'vacant',
    'Quay 1 is not reserved',
    'Broken.',
    ['reserve-again', 'close'],
  ],
  [{ status: 'REFUSED', reason: 'No.' }, undefined, 'Quay 1 is not reserved', 'No.', ['close']],
  [
    { status: 'REFUSED', reason: 'Try again after 2026-03-01T12:05:00.000Z.' },
    undefined,
    'Quay 1 is not reserved',
    `Try again after ${formats.time(Date.parse('2026-03-01T12:05:00Z'))}.`,
    ['close'],
  ],
])('%j of an apartment that is %s', (over, availability, title, detail, actions) => {
  expect(ticketContentOf(attempt(over), availability, 0, formats)).toMatchObject({ title, detail, actions });
});
