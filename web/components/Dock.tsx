import type { Attempt } from '../state/attempt';
import { standingOf } from '../state/standing';
import { storyOf } from '../state/story';
import type { PageProps } from './page-props';
import { Ticket } from './Ticket';

/** What this guest has reserved, always in view. */
export function Dock({ state, formats, actions }: PageProps) {
  const { attempts, catalog, now } = state;
  if (attempts.length === 0) return null;
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
        formats={formats}
        actions={actions}
      />
    );
  };
  return (
    <section class="dock" aria-label="Your reservations">
      {attempts.map(ticketOf)}
    </section>
  );
}
