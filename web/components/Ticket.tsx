import type { Apartment } from '../api/apartments';
import type { DrawingDetail } from '../drawing/house-drawing';
import { countdown, secondsLeft } from '../formatting/durations';
import type { Formats } from '../formatting/formats';
import { type Attempt, isRunning } from '../state/attempt';
import { refundText } from '../state/refund-texts';
import type { TicketAction, TicketContent } from '../state/ticket-content';
import type { Actions } from './actions';
import { Button } from './Button';
import { House } from './House';

interface Props {
  readonly attempt: Attempt;
  /** Undefined where it is no longer offered. */
  readonly apartment: Apartment | undefined;
  readonly content: TicketContent;
  /** The server's clock (ms since the epoch). */
  readonly now: number;
  /** How detailed the picture is, as on the apartment's card. */
  readonly detail: DrawingDetail;
  readonly formats: Formats;
  readonly actions: Actions;
}

/** One attempt at one apartment: its state, the time left, and the possible actions. */
export function Ticket(props: Props) {
  const { attempt, apartment, content, now, detail, formats } = props;
  const titleId = `ticket-${attempt.reservationId}`;
  const running = isRunning(content.phase);
  const refunds = refundText(attempt, formats);
  return (
    <article
      class={`ticket is-${content.phase}`}
      data-apartment={attempt.apartmentId}
      aria-labelledby={titleId}
    >
      {running && <HoldProgress attempt={attempt} now={now} />}
      {content.phase === 'paid' && apartment && (
        <House apartment={apartment} availability="yours" detail={detail} />
      )}
      <div class="ticket-text">
        <h2 id={titleId} tabIndex={-1}>
          {content.title}
        </h2>
        <p>{content.detail}</p>
        {refunds && <p>{refunds}</p>}
      </div>
      {running && <Countdown attempt={attempt} now={now} />}
      <div class="ticket-actions">
        {content.actions.map((action) => (
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

/** The part of the hold that is left, as a line that gets shorter. */
function HoldProgress({ attempt: { deadline = 0, heldSince = 0 }, now }: Pick<Props, 'attempt' | 'now'>) {
  const share = Math.min(1, Math.max(0, (deadline - now) / Math.max(1, deadline - heldSince)));
  return <div class="sand" style={{ transform: `scaleX(${share.toFixed(4)})` }} />;
}

function ActionButton({
  action,
  attempt,
  apartment,
  content,
  formats,
  actions,
}: Props & { readonly action: TicketAction }) {
  const { apartmentName: name } = attempt;
  switch (action) {
    case 'pay': {
      const price = apartment && formats.price(apartment.price);
      const busy = content.phase === 'paying';
      return (
        <Button
          variant="primary"
          label={busy ? 'Opening…' : payLabel(attempt, price)}
          about={busy ? `the payment page for ${name}` : `for ${name}`}
          busy={busy}
          onPress={() => actions.pay(attempt)}
        />
      );
    }
    case 'cancel': {
      const busy = content.phase === 'cancelling';
      const label = busy ? 'Cancelling…' : 'Cancel hold';
      return (
        <Button
          variant="quiet"
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
          variant="primary"
          label="Try again"
          about={`to reserve ${name}`}
          onPress={() => actions.tryAgain(attempt)}
        />
      );
    case 'give-up':
      return (
        <Button
          variant="quiet"
          label="Give up"
          about={`reserving ${name}`}
          onPress={() => actions.giveUp(attempt)}
        />
      );
    case 'reserve-again':
      if (!apartment) return null;
      return (
        <Button
          variant="primary"
          label="Reserve again"
          about={`: ${name}`}
          onPress={() => actions.reserve(apartment)}
        />
      );
    case 'close':
      return (
        <Button
          variant="quiet"
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
