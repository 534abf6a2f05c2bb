import { counted, secondsLeft } from '../formatting/durations';
import type { Formats } from '../formatting/formats';
import { type Attempt, phaseOf } from './attempt';
import type { PageState } from './page';
import { refundText } from './refund-texts';
import { ticketContentOf } from './ticket-content';

/** The seconds left at which a screen reader announces the countdown. */
const MILESTONES: readonly (readonly [seconds: number, words: string])[] = [
  [300, '5 minutes'],
  [60, '1 minute'],
  [15, '15 seconds'],
];

/** For a guest who came back to a reservation that does not exist. */
const UNKNOWN_RESERVATION = 'Your reservation could not be found.';

/** What a screen reader announces when the state changes; undefined for nothing. */
export function announcement(
  before: PageState,
  after: PageState,
  formats: Pick<Formats, 'time' | 'price'>,
): string | undefined {
  for (const attempt of after.attempts) {
    const sentence = ofAttempt(attempt, before, after, formats);
    if (sentence) return sentence;
  }
  return ofPaymentReturn(before, after) ?? ofConnection(before, after) ?? ofFilter(before, after);
}

function ofAttempt(
  attempt: Attempt,
  before: PageState,
  after: PageState,
  formats: Pick<Formats, 'time' | 'price'>,
): string | undefined {
  const earlier = before.attempts.find(({ reservationId }) => reservationId === attempt.reservationId);
  const said = wordsOf(attempt, after.now, formats);
  if (!earlier || said !== wordsOf(earlier, before.now, formats)) return said;
  const running = phaseOf(attempt, after.now) === 'held';
  return running ? ofCountdown(attempt, before.now, after.now) : undefined;
}

function wordsOf(attempt: Attempt, now: number, formats: Pick<Formats, 'time' | 'price'>): string {
  const { title, detail } = ticketContentOf(attempt, undefined, now, formats);
  return `${title}. ${detail} ${refundText(attempt, formats)}`.trim();
}

function ofCountdown(
  { apartmentName, deadline = 0 }: Attempt,
  before: number,
  after: number,
): string | undefined {
  const [left, leftBefore] = [secondsLeft(deadline, after), secondsLeft(deadline, before)];
  const passed = MILESTONES.findLast(([seconds]) => left <= seconds && leftBefore > seconds);
  return passed && `${passed[1]} left for ${apartmentName}.`;
}

function ofPaymentReturn(
  { paymentReturn: before }: PageState,
  { paymentReturn: after }: PageState,
): string | undefined {
  return after?.unknown && !before?.unknown ? UNKNOWN_RESERVATION : undefined;
}

function ofConnection(
  { connection: before }: PageState,
  { connection: after }: PageState,
): string | undefined {
  const [lostBefore, lost] = [isLost(before), isLost(after)];
  if (lost === lostBefore) return undefined;
  return lost ? 'Connection lost. What you see may have changed.' : 'Connected again.';
}

/** One failed refresh does not count: the next is two seconds away. */
export function isLost({ online, failures }: PageState['connection']): boolean {
  return !online || failures >= 2;
}

function ofFilter(before: PageState, after: PageState): string | undefined {
  return before.filter === after.filter ? undefined : `${counted(after.shown.size, 'apartment')} shown.`;
}
