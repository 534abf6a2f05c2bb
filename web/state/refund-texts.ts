import type { Refund } from '../api/reservations';
import type { Formats } from '../formatting/formats';
import type { Attempt } from './attempt';

type Price = Formats['price'];

/** For each refund of a reservation, how much and how far it is; empty where there is none. */
export function refundText({ refunds = [] }: Attempt, { price }: Pick<Formats, 'price'>): string {
  return refunds.map((refund) => sentenceOf(refund, price)).join(' ');
}

function sentenceOf(refund: Refund, price: Price): string {
  const money = price(refund);
  switch (refund.status) {
    case 'PENDING':
      return `${money} is on its way back to you.`;
    case 'REFUNDED':
      return `${money} was given back. Your bank may take some days to show it.`;
    case 'FAILED':
      return `Giving back ${money} has failed so far. It is tried again, and the staff know.`;
  }
}
