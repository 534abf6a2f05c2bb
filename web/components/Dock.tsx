import type { Attempt } from '../state/attempt';
import { standingOf } from '../state/standing';
import { storyOf } from '../state/story';
import { ArrivalTicket } from './ArrivalTicket';
import type { PageProps } from './page-props';
import { Ticket } from './Ticket';

/** What this guest has reserved, always in view. */
export function Dock({ state, formats, actions }: PageProps) {
  const { attempts, arrival, catalog, now } = state;
  if (attempts.length === 0 && !arrival) return null;
  const ticketOf = (attempt: Attempt) => {
    const apartment = catalog?.apartments.find(({ id }) => id === attempt.apartmentId);
    const standing = apartment && standingOf(apartment, attempt, now);
    return (
      <Ticket
        key={attempt.reservationId}
        attempt={attempt}
        apartment={apartment}
        story={storyOf(attempt, standing, now, formats)}
        now={now}
        detail={state.whereabouts.phone ? 'plain' : 'full'}
        formats={formats}
        actions={actions}
      />
    );
  };
  return (
    <section class="dock" aria-label="Your reservations">
      {arrival && <ArrivalTicket arrival={arrival} onClose={actions.closeArrival} />}
      {attempts.map(ticketOf)}
    </section>
  );
}
