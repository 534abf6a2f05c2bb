import type { Attempt } from '../state/attempt';
import { availabilityOf } from '../state/availability';
import { ticketContentOf } from '../state/ticket-content';
import { PaymentReturnTicket } from './PaymentReturnTicket';
import type { PageProps } from './page-props';
import { Ticket } from './Ticket';

/** This guest's reservations, always in view. */
export function Dock({ state, formats, actions }: PageProps) {
  const { attempts, paymentReturn, catalog, now } = state;
  if (attempts.length === 0 && !paymentReturn) return null;
  const ticketOf = (attempt: Attempt) => {
    const apartment = catalog?.apartments.find(({ id }) => id === attempt.apartmentId);
    // While staff have stopped new reservations nothing can be reserved again.
    const isOpen = apartment && !catalog?.holdsStopped;
    const availability = isOpen ? availabilityOf(apartment, attempt, now) : undefined;
    return (
      <Ticket
        key={attempt.reservationId}
        attempt={attempt}
        apartment={apartment}
        content={ticketContentOf(attempt, availability, now, formats)}
        now={now}
        detail={state.viewer.phone ? 'plain' : 'full'}
        formats={formats}
        actions={actions}
      />
    );
  };
  return (
    <section class="dock" aria-label="Your reservations">
      {paymentReturn && (
        <PaymentReturnTicket paymentReturn={paymentReturn} onClose={actions.closePaymentReturn} />
      )}
      {attempts.map(ticketOf)}
    </section>
  );
}
