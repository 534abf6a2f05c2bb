/**
 * Renders, and keeps the keyboard's focus near what it was on: when a step takes the focused control away
 * (Reserve, once the apartment is held), the focus goes to the title of the same apartment's ticket, or of
 * its card once the ticket is closed, and not back to the top of the page.
 */
export function renderKeepingFocus(document: Document, render: () => void): void {
  const focused = document.activeElement;
  const apartment = focused?.closest<HTMLElement>('[data-apartment]')?.dataset['apartment'];
  render();
  if (!apartment || !focused || focused.isConnected) return;
  const title =
    document.getElementById(`ticket-${apartment}`) ?? document.getElementById(`apartment-${apartment}`);
  if (!title) return;
  // Browsers scroll to where a sticky dock would be if it were not: so scroll only to what is out of view.
  title.focus({ preventScroll: true });
  const { top, bottom } = title.getBoundingClientRect();
  if (top < 0 || bottom > window.innerHeight) title.scrollIntoView({ block: 'center' });
}
