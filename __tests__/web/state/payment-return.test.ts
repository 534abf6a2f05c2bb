import { paymentReturnFrom } from '../../../web/state/payment-return';

test.each([
  ['?reservation=r-1_A&payment=done', { reservationId: 'r-1_A', outcome: 'done' }],
  ['?reservation=r1&payment=failed', { reservationId: 'r1', outcome: 'failed' }],
  ['?complex=mill&payment=cancelled&reservation=r1', { reservationId: 'r1', outcome: 'cancelled' }],
  ['?reservation=r1&payment=begun', undefined],
  ['?reservation=r1&payment=PAID', undefined],
  ['?reservation=r1', undefined],
  ['?payment=done', undefined],
  ['?reservation=&payment=done', undefined],
  ['?reservation=../admin&payment=done', undefined],
  [`?reservation=${'r'.repeat(81)}&payment=done`, undefined],
  ['', undefined],
])('%s', (search, paymentReturn) => expect(paymentReturnFrom(search)).toEqual(paymentReturn));
