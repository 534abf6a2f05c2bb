import type { Apartment } from '../api/apartments';
import type { Detail } from '../drawing/facade';
import { countdown, secondsLeft } from '../region/durations';
import type { Formats } from '../region/formats';
import { type Attempt, isRunning } from '../state/attempt';
import type { Action, Story } from '../state/story';
import type { Actions } from './actions';
import { Button } from './Button';
import { House } from './House';

interface Props {
  readonly attempt: Attempt;
  /** Undefined where it is let no longer. */
  readonly apartment: Apartment | undefined;
  readonly story: Story;
  /** The server's clock (ms since the epoch). */
  readonly now: number;
  /** Of the apartment's picture, which is the same as on its card. */
  readonly detail: Detail;
  readonly formats: Formats;
  readonly actions: Actions;
}

/** One attempt at one apartment: what became of it, the time that is left, and what can be done. */
export function Ticket(props: Props) {
  const { attempt, apartment, story, now, detail } = props;
  const titleId = `ticket-${attempt.reservationId}`;
  const running = isRunning(story.phase);
  return (
    <article
      class={`ticket is-${story.phase}`}
      data-apartment={attempt.apartmentId}
      aria-labelledby={titleId}
    >
      {running && <Sand attempt={attempt} now={now} />}
      {story.phase === 'paid' && apartment && (
        <House apartment={apartment} standing="yours" detail={detail} />
      )}
      <div class="ticket-text">
        <h2 id={titleId} tabIndex={-1}>
          {story.title}
        </h2>
        <p>{story.detail}</p>
      </div>
      {running && <Countdown attempt={attempt} now={now} />}
      <div class="ticket-actions">
        {story.actions.map((action) => (
          <ActionButton key={action} {...props} action={action} />
        ))}
      </div>
    </article>
  );
}

function Countdown({ attempt: { deadline = 0 }, now }: Pick<Props, 'attempt' | 'now'>) {
  return (
    <p class="countdown" role="timer">
      <span class="visually-hidden">Time left: </span>
      {countdown(secondsLeft(deadline, now))}
    </p>
  );
}

/** How much of the hold is left, as a line that gets shorter. */
function Sand({ attempt: { deadline = 0, heldSince = 0 }, now }: Pick<Props, 'attempt' | 'now'>) {
  const share = Math.min(1, Math.max(0, (deadline - now) / Math.max(1, deadline - heldSince)));
  return <div class="sand" style={{ transform: `scaleX(${share.toFixed(4)})` }} />;
}

function ActionButton({
  action,
  attempt,
  apartment,
  story,
  formats,
  actions,
}: Props & { readonly action: Action }) {
  const { apartmentName: name } = attempt;
  switch (action) {
    case 'pay': {
      const price = apartment && formats.price(apartment.price);
      const busy = story.phase === 'paying';
      return (
        <Button
          look="primary"
          label={busy ? 'Opening…' : payLabel(attempt, price)}
          about={busy ? `the payment page for ${name}` : `for ${name}`}
          busy={busy}
          onPress={() => actions.pay(attempt)}
        />
      );
    }
    case 'cancel': {
      const busy = story.phase === 'cancelling';
      const label = busy ? 'Cancelling…' : 'Cancel hold';
      return (
        <Button
          look="quiet"
          label={label}
          about={`on ${name}`}
          busy={busy}
          onPress={() => actions.cancel(attempt)}
        />
      );
    }
    case 'try-again':
      return (
        <Button
          look="primary"
          label="Try again"
          about={`to reserve ${name}`}
          onPress={() => actions.tryAgain(attempt)}
        />
      );
    case 'give-up':
      return (
        <Button
          look="quiet"
          label="Give up"
          about={`reserving ${name}`}
          onPress={() => actions.giveUp(attempt)}
        />
      );
    case 'reserve-again':
      if (!apartment) return null;
      return (
        <Button
          look="primary"
          label="Reserve again"
          about={`: ${name}`}
          onPress={() => actions.reserve(apartment)}
        />
      );
    case 'close':
      return (
        <Button
          look="quiet"
          label="Close"
          about={`the notice about ${name}`}
          onPress={() => actions.close(attempt)}
        />
      );
  }
}

function payLabel({ payment }: Attempt, price: string | undefined): string {
  switch (payment?.outcome) {
    case 'begun':
    case 'done':
      return 'Back to payment';
    case 'failed':
      return 'Try again to pay';
    default:
      return price ? `Pay ${price}` : 'Pay';
  }
}
