import type { Attempt } from '../../../web/state/attempt';
import type { Standing } from '../../../web/state/standing';
import { type Action, storyOf } from '../../../web/state/story';
import { attempt } from '../samples';

const formats = { time: (instant: number) => `${instant / 1000}h` };
const held: Partial<Attempt> = { status: 'HELD', deadline: 14_000 };
const rival = { bookedStatus: 'RESERVED', deadline: 9_000 } as const;

test.each<[Partial<Attempt>, Standing | undefined, string, string, Action[]]>([
  [{}, 'vacant', 'Reserving Quay 1', 'Asking whether it is still vacant…', []],
  [{ status: 'PENDING' }, 'vacant', 'Reserving Quay 1', 'Asking whether it is still vacant…', ['give-up']],
  [
    { trouble: 'Cut off.' },
    'unanswered',
    'No answer about Quay 1',
    'Cut off. Trying again asks for this same reservation, never for a second one.',
    ['try-again', 'give-up'],
  ],
  [held, 'held', 'Quay 1 is held for you', 'Nobody else can take it until 14h.', ['pay', 'cancel']],
  [
    { ...held, trouble: 'Cut off.' },
    'held',
    'Quay 1 is held for you',
    'Nobody else can take it until 14h. Cut off.',
    ['pay', 'cancel'],
  ],
  [{ ...held, cancelling: true }, 'held', 'Giving up Quay 1', 'Telling Keyhold…', ['pay', 'cancel']],
  [{ ...held, deadline: 0 }, 'lapsed', 'Time is up for Quay 1', 'Looking what became of the hold…', []],
  [{ status: 'PAID' }, 'yours', 'Quay 1 is yours', 'It is paid and booked for you.', ['close']],
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
])('%j of an apartment that is %s', (over, standing, title, detail, actions) => {
  expect(storyOf(attempt(over), standing, 0, formats)).toMatchObject({ title, detail, actions });
});
