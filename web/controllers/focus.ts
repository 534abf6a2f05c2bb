/**
 * Renders, and keeps the keyboard's focus near what it was on: when a step takes the focused control away
 * (Reserve, once the apartment is held), the focus goes to the title of the same apartment's ticket, or of
 * its card once the ticket is closed, and not back to the top of the page.
 */
export function renderKeepingFocus(document: Document, render: () => void): void {
  const focused = document.activeElement;
  const place = focused?.closest<HTMLElement>('[data-apartment]');
  const apartment = place?.dataset['apartment'];
  render();
  if (!place || !apartment || !focused || focused.isConnected) return;
  const ticket = place.isConnected && place.matches('.ticket') ? place : ticketOf(document, apartment);
  focusTitle(ticket?.querySelector('h2') ?? document.getElementById(`apartment-${apartment}`));
}

/** Focuses the title of a reservation's ticket, unless the guest has focused something else. */
export function focusTicket(document: Document, reservationId: string): void {
  if (document.activeElement === document.body)
    focusTitle(document.getElementById(`ticket-${reservationId}`));
}

function ticketOf(document: Document, apartment: string): Element | undefined {
  const tickets = [...document.querySelectorAll<HTMLElement>('.ticket')];
  return tickets.find(({ dataset }) => dataset['apartment'] === apartment);
}

function focusTitle(title: HTMLElement | null): void {
  if (!title) return;
  // Browsers compute a wrong position for the sticky dock, so scroll only to what is out of view.
  title.focus({ preventScroll: true });
  const { top, bottom } = title.getBoundingClientRect();
  if (top < 0 || bottom > window.innerHeight) title.scrollIntoView({ block: 'center' });
}
