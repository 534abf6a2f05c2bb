import { formatsFor } from '../../../web/formatting/formats';
import { refundText } from '../../../web/state/refund-texts';
import { attempt } from '../samples';

const formats = formatsFor('DE', ['en']);
const refund = (status: 'PENDING' | 'REFUNDED' | 'FAILED', amount: number) =>
  ({ status, amount, currency: 'EUR' }) as const;

test.each([
  [refund('PENDING', 90_050), '900,50\u00a0€ is on its way back to you.'],
  [refund('REFUNDED', 12_900), '129\u00a0€ was given back. Your bank may take some days to show it.'],
  [refund('FAILED', 100), 'Giving back 1\u00a0€ has failed so far. It is tried again, and the staff know.'],
])('a refund that is $status says its amount and what comes next', (given, text) => {
  expect(refundText(attempt({ status: 'ENDED', refunds: [given] }), formats)).toBe(text);
});

test('of several each is told, and of none nothing', () => {
  const refunds = [refund('REFUNDED', 1_000), refund('PENDING', 2_000)];
  expect(refundText(attempt({ refunds }), formats)).toMatch(/^10.*given back.* 20.*on its way/);
  expect(refundText(attempt(), formats)).toBe('');
});
