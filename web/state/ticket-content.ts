import type { Formats } from '../formatting/formats';
import { type Attempt, isRunning, type Phase, phaseOf } from './attempt';
import type { Availability } from './availability';
import { latePaymentsUntil, mayHavePaid, type PaymentAttempt } from './payment';

/** What a guest can do with an attempt. */
export type TicketAction = 'pay' | 'cancel' | 'try-again' | 'give-up' | 'reserve-again' | 'close';

/** The texts of an attempt's ticket, and the possible actions. */
export interface TicketContent {
  readonly phase: Phase;
  readonly title: string;
  readonly detail: string;
  readonly actions: readonly TicketAction[];
}

type TicketText = Pick<TicketContent, 'title' | 'detail'>;
type Time = Formats['time'];

/** @param availability of the attempt's apartment; undefined where it is no longer offered */
export function ticketContentOf(
  attempt: Attempt,
  availability: Availability | undefined,
  now: number,
  { time }: Pick<Formats, 'time'>,
): TicketContent {
  const phase = phaseOf(attempt, now);
  return { phase, ...textOf(attempt, phase, time), actions: actionsOf(attempt, phase, availability) };
}

function textOf(attempt: Attempt, phase: Phase, time: Time): TicketText {
  const { apartmentName: name, reason = '', error = '' } = attempt;
  switch (phase) {
    case 'asking':
      return { title: `Reserving ${name}`, detail: 'Asking whether it is still vacant…' };
    case 'unanswered':
      return {
        title: `No answer about ${name}`,
        detail: `${error} Trying again asks for this same reservation, never for a second one.`,
      };
    case 'held':
      return holding(attempt, time);
    case 'paying':
      return { title: `${name} is held for you`, detail: 'Opening the payment page…' };
    case 'confirming':
      return {
        title: `Confirming your payment for ${name}`,
        detail: 'Waiting to hear that the money has arrived. That usually takes seconds.',
      };
    case 'cancelling':
      return { title: `Giving up ${name}`, detail: 'Telling Keyhold…' };
    case 'lapsed':
      return {
        title: `Time is up for ${name}`,
        detail: mayHavePaid(attempt.payment)
          ? 'Checking whether the payment came in time…'
          : 'Checking the hold…',
      };
    case 'paid':
      return booked(attempt, time);
    case 'late':
    case 'expired':
      return { title: `The hold on ${name} ran out`, detail: ended(attempt, phase, time) };
    case 'refunding':
    case 'refunded':
      return givenBack(attempt, phase);
    case 'cancelled':
      return { title: `You gave up ${name}`, detail: released(attempt) };
    case 'rejected':
      return rejection(attempt, time);
    case 'refused':
      return { title: `${name} is not reserved`, detail: withTimesOf(reason, time) };
    case 'ended':
      return { title: `Your stay at ${name} has ended`, detail: 'It was paid, and is over.' };
  }
}

function holding(attempt: Attempt, time: Time): TicketText {
  const { apartmentName: name, payment, deadline, error = '' } = attempt;
  const title = payment?.outcome === 'failed' ? `The payment for ${name} failed` : `${name} is held for you`;
  const until = deadline === undefined ? '' : ` until ${time(deadline)}`;
  return { title, detail: `${chances(payment, until)} ${error}`.trim() };
}

/** What the guest can do while the hold lasts. `until` is empty, or begins with a space. */
function chances(payment: PaymentAttempt | undefined, until: string): string {
  switch (payment?.outcome) {
    case undefined:
      return `Nobody else can take it${until}.`;
    case 'begun':
      return `You can pay${until}. Once you have, this page says so by itself.`;
    case 'cancelled':
      return `You left the payment page and nothing was charged. You can pay${until}.`;
    case 'failed':
      return `Nothing was charged, and it stays held for you${until}. You can try again.`;
    case 'done':
      return 'Your payment is not confirmed yet, which takes longer than usual. Money that comes later is not lost.';
  }
}

function booked({ apartmentName: name, latePayment, paidAt }: Attempt, time: Time): TicketText {
  if (latePayment === 'TAKEN_AGAIN') {
    return {
      title: `${name} is yours after all`,
      detail: 'Your payment came after the hold had ended. It was still vacant, and is booked for you.',
    };
  }
  const paid =
    paidAt === undefined ? 'It is paid and booked' : `It was paid at ${time(paidAt)} and is booked`;
  return { title: `${name} is yours`, detail: `${paid} for you.` };
}

function ended(attempt: Attempt, phase: 'late' | 'expired', time: Time): string {
  const { apartmentName: name, payment, deadline } = attempt;
  const at = deadline === undefined ? '' : ` at ${time(deadline)}`;
  if (!mayHavePaid(payment)) return `It ended${at} and nothing was paid.`;
  const promise = `${name} is yours where it is vacant, or you get the money back.`;
  if (phase === 'expired') {
    return `It ended${at} and no payment has come. If one still comes, ${promise}`;
  }
  const before =
    payment?.outcome === 'done' ? 'before your payment was confirmed' : 'and nothing was paid yet';
  const looking =
    deadline === undefined ? '' : ` This page looks until ${time(latePaymentsUntil(deadline))}.`;
  return `It ended${at} ${before}. If money still comes, ${promise}${looking}`;
}

function givenBack({ apartmentName: name, status }: Attempt, phase: 'refunding' | 'refunded'): TicketText {
  const why =
    status === 'CANCELLED'
      ? 'It came after you had given the hold up.'
      : 'It came after the hold had ended, and the apartment was no longer vacant.';
  return phase === 'refunding'
    ? {
        title: `Your payment for ${name} came too late`,
        detail: `${why} You get the money back: it is on its way.`,
      }
    : {
        title: `Your payment for ${name} was given back`,
        detail: `${why} Your bank may take some days to show it.`,
      };
}

function released({ payment }: Attempt): string {
  return mayHavePaid(payment)
    ? `Its payment page closes. If a payment was under way, you get the money back.`
    : 'Nothing was paid, and others can take it again.';
}

function rejection({ apartmentName: name, reason = '', rival }: Attempt, time: Time): TicketText {
  if (!rival) return { title: `${name} is not reserved`, detail: reason };
  const title = 'Somebody else was faster';
  if (rival.bookedStatus === 'PAID') return { title, detail: `${name} is booked.` };
  const until = rival.deadline === undefined ? '' : ` until ${time(rival.deadline)}`;
  return {
    title,
    detail: `${name} is held for another guest${until}. It is vacant again if they do not pay.`,
  };
}

/** The API's sentences say instants as ISO 8601: a guest reads the time of day. */
function withTimesOf(sentence: string, time: Time): string {
  return sentence.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (instant) =>
    time(Date.parse(instant)),
  );
}

function actionsOf(
  attempt: Attempt,
  phase: Phase,
  availability: Availability | undefined,
): readonly TicketAction[] {
  if (isRunning(phase)) return ['pay', 'cancel'];
  switch (phase) {
    case 'asking':
      // The first answer comes within seconds. Only an attempt that is still undecided then can be given up.
      return attempt.status === 'PENDING' ? ['give-up'] : [];
    case 'unanswered':
      return ['try-again', 'give-up'];
    case 'confirming':
    case 'lapsed':
      return [];
    case 'paid':
      return ['close'];
    default:
      return availability === 'vacant' ? ['reserve-again', 'close'] : ['close'];
  }
}
