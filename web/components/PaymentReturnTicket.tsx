import type { PaymentReturn } from '../state/payment-return';
import { Button } from './Button';

interface Props {
  readonly paymentReturn: PaymentReturn;
  readonly onClose: () => void;
}

/** Shown to a guest who is back from the payment page, until the reservation is found. */
export function PaymentReturnTicket({ paymentReturn: { unknown }, onClose }: Props) {
  return (
    <article class="ticket" aria-labelledby="ticket-payment-return">
      <div class="ticket-text">
        <h2 id="ticket-payment-return" tabIndex={-1}>
          {unknown ? 'Your reservation could not be found' : 'Looking for your reservation'}
        </h2>
        <p>
          {unknown
            ? 'Keyhold has no reservation for this link. If you have paid, go back to the payment page and follow its link to this page.'
            : 'Asking about it and about your payment…'}
        </p>
      </div>
      <div class="ticket-actions">
        {unknown && (
          <Button variant="quiet" label="Close" about="the notice about your reservation" onPress={onClose} />
        )}
      </div>
    </article>
  );
}
