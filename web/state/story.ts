import type { Formats } from '../region/formats';
import { type Attempt, type Phase, phaseOf } from './attempt';
import type { Standing } from './standing';

/** What a guest can do about an attempt. */
export type Action = 'pay' | 'cancel' | 'try-again' | 'give-up' | 'reserve-again' | 'close';

/** What is told of an attempt, and what can be done. */
export interface Story {
  readonly phase: Phase;
  readonly title: string;
  readonly detail: string;
  readonly actions: readonly Action[];
}

/** The story of an attempt at an apartment that stands as `standing`; undefined where it is let no longer. */
export function storyOf(
  attempt: Attempt,
  standing: Standing | undefined,
  now: number,
  formats: Pick<Formats, 'time'>,
): Story {
  const phase = phaseOf(attempt, now);
  const { title, detail } = words(attempt, phase, formats);
  return { phase, title, detail, actions: actionsOf(attempt, phase, standing) };
}

function words(
  attempt: Attempt,
  phase: Phase,
  { time }: Pick<Formats, 'time'>,
): { title: string; detail: string } {
  const { apartmentName: name, deadline, reason = '', trouble = '' } = attempt;
  const at = deadline === undefined ? '' : ` ${time(deadline)}`;
  switch (phase) {
    case 'asking':
      return { title: `Reserving ${name}`, detail: 'Asking whether it is still vacant…' };
    case 'unanswered':
      return {
        title: `No answer about ${name}`,
        detail: `${trouble} Trying again asks for this same reservation, never for a second one.`,
      };
    case 'held':
      return {
        title: `${name} is held for you`,
        detail: `Nobody else can take it until${at}. ${trouble}`.trim(),
      };
    case 'cancelling':
      return { title: `Giving up ${name}`, detail: 'Telling Keyhold…' };
    case 'lapsed':
      return { title: `Time is up for ${name}`, detail: 'Looking what became of the hold…' };
    case 'paid':
      return { title: `${name} is yours`, detail: 'It is paid and booked for you.' };
    case 'expired':
      return {
        title: `The hold on ${name} ran out`,
        detail: `It ended${at && ` at${at}`} and nothing was paid.`,
      };
    case 'cancelled':
      return { title: `You gave up ${name}`, detail: 'Nothing was paid, and others can take it again.' };
    case 'rejected':
      return rejection(attempt, time);
    case 'refused':
      return { title: `${name} is not reserved`, detail: reason };
  }
}

function rejection({ apartmentName: name, reason = '', rival }: Attempt, time: Formats['time']) {
  if (!rival) return { title: `${name} is not reserved`, detail: reason };
  const title = 'Somebody else was faster';
  if (rival.bookedStatus === 'PAID') return { title, detail: `${name} is booked.` };
  const until = rival.deadline === undefined ? '' : ` until ${time(rival.deadline)}`;
  return {
    title,
    detail: `${name} is held for another guest${until}. It is vacant again if they do not pay.`,
  };
}

function actionsOf(attempt: Attempt, phase: Phase, standing: Standing | undefined): readonly Action[] {
  switch (phase) {
    case 'asking':
      // The first answer comes within seconds; only what is still undecided then can be given up.
      return attempt.status === 'PENDING' ? ['give-up'] : [];
    case 'unanswered':
      return ['try-again', 'give-up'];
    case 'held':
    case 'cancelling':
      return ['pay', 'cancel'];
    case 'lapsed':
      return [];
    case 'paid':
      return ['close'];
    default:
      return standing === 'vacant' ? ['reserve-again', 'close'] : ['close'];
  }
}
