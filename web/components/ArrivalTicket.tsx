import type { Arrival } from '../state/arrival';
import { Button } from './Button';

interface Props {
  readonly arrival: Arrival;
  readonly onClose: () => void;
}

/** Of a guest who is back from the payment page, until it is known for which apartment they paid. */
export function ArrivalTicket({ arrival: { unknown }, onClose }: Props) {
  return (
    <article class="ticket" aria-labelledby="ticket-arrival">
      <div class="ticket-text">
        <h2 id="ticket-arrival" tabIndex={-1}>
          {unknown ? 'Your reservation could not be found' : 'Looking for your reservation'}
        </h2>
        <p>
          {unknown
            ? 'Keyhold knows none by the address you came by. If you have paid, go back to the payment page and come here from there.'
            : 'Asking what became of it and of your payment…'}
        </p>
      </div>
      <div class="ticket-actions">
        {unknown && (
          <Button look="quiet" label="Close" about="the notice about your reservation" onPress={onClose} />
        )}
      </div>
    </article>
  );
}
