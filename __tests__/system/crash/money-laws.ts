import type { Books, Row } from './books';
import type { Statement } from './paying';

/** What of the design's laws a run with payments has broken: nothing, or a sentence each. */
export function brokenMoneyLaws(statements: readonly Statement[], books: Books): string[] {
  const taken = statements.flatMap(({ payments }) => payments);
  return [
    ...stuck(books),
    ...lostOrDoubled(taken, books),
    ...neverTaken(taken, books),
    ...unfinished(books),
    ...statements.flatMap((statement) => brokenPromise(statement, books)),
  ];
}

/** Law 2: when nothing runs any more, every apartment is vacant or paid. */
function stuck({ apartments }: Books): string[] {
  return apartments.flatMap(({ Id, bookedStatus, reservationId }) =>
    bookedStatus === 'PAID' || (bookedStatus === 'VACANT' && reservationId === undefined)
      ? []
      : [`${Id} is stuck: ${bookedStatus} by ${reservationId}`],
  );
}

/** Law 6: each payment has an apartment, or went back; never both, and never twice. */
function lostOrDoubled(taken: readonly string[], books: Books): string[] {
  return taken.flatMap((paymentId) => {
    const uses = spentOn(paymentId, books).length + (isGivenBack(paymentId, books) ? 1 : 0);
    return uses === 1 ? [] : [`${paymentId} was taken once and counts ${uses} times`];
  });
}

/** An apartment is PAID by money, and no money is given back but what was taken. */
function neverTaken(taken: readonly string[], { apartments, payments }: Books): string[] {
  const paid = apartments.flatMap(({ bookedStatus, paymentId = '' }) =>
    bookedStatus === 'PAID' ? [paymentId] : [],
  );
  const back = payments.flatMap(({ Id = '' }) => (Id.startsWith('test-refund#') ? [after(Id)] : []));
  return [...paid, ...back].filter((id) => !taken.includes(id)).map((id) => `${id} was never taken`);
}

/** No refund waits, and no checkout is open of a hold that is gone. */
function unfinished({ payments }: Books): string[] {
  return payments.flatMap(({ Id = '', status }) => {
    if (Id.startsWith('refund#') && status !== 'REFUNDED') return [`${Id} is ${status}`];
    return Id.startsWith('reservation#') && status === 'OPEN' ? [`the checkout of ${Id} is open`] : [];
  });
}

/** What the guest was told stays true, and is what the history tells. */
function brokenPromise(statement: Statement, books: Books): string[] {
  const { reservationId, apartmentId, payments, hadCheckout, cancelled } = statement;
  if (!hadCheckout) return [];
  const apartment = books.apartments.find(({ Id }) => Id === apartmentId);
  const isGuests = apartment?.bookedStatus === 'PAID' && apartment['reservationId'] === reservationId;
  const found: string[] = [];
  const { acknowledgedAt = Number.POSITIVE_INFINITY, holdExpiresAt } = statement;
  if (acknowledgedAt < holdExpiresAt && !isGuests) found.push('it was paid in time, and is not its guest’s');
  if (payments.length === 0 && isGuests) found.push('nobody paid for it, and it is PAID');
  const wanted = isGuests ? 'PAID' : cancelled ? 'CANCELLED' : 'EXPIRED';
  const told = books.reservations.find(({ Id }) => Id === reservationId)?.['status'];
  if (told !== wanted) found.push(`its history says ${told}, and it is ${wanted}`);
  return found.map((what) => `${reservationId} (${statement.deed}): ${what}`);
}

function spentOn(paymentId: string, { apartments }: Books): readonly Row[] {
  return apartments.filter((each) => each['bookedStatus'] === 'PAID' && each['paymentId'] === paymentId);
}

function isGivenBack(paymentId: string, { payments }: Books): boolean {
  return payments.some(({ Id }) => Id === `test-refund#${paymentId}`);
}

function after(id: string): string {
  return id.slice(id.indexOf('#') + 1);
}
