const HELD = ['reserve r1', 'workflow of r1: Take', 'stream'];
const AT_THE_CHECKOUT = [...HELD, 'checkout r1'];
const PAYING = [...AT_THE_CHECKOUT, 'pays cs-r1-1'];
const PAID = [...PAYING, 'webhook evt-1', 'stream'];

const OVER = ['workflow of r1: Wait', 'workflow of r1: Get', 'workflow of r1: Revert', 'stream'];
const THE_NEXT_HOLDS = ['reserve r2', 'workflow of r2: Take', 'stream'];
const THE_NEXT_PAYS = ['checkout r2', 'pays cs-r2-1', 'webhook evt-2', 'stream'];

/**
 * Situations of one apartment from which an exploration begins: the first decisions of a booking use up the depth, and
 * what is worth exploring comes behind them.
 */
export const OPENINGS: Readonly<Record<string, readonly string[]>> = {
  nothing: [],
  asked: ['reserve r1'],
  'a write whose answer was lost': ['reserve r1', 'workflow of r1 loses the answer: Take'],
  held: HELD,
  'at the checkout': AT_THE_CHECKOUT,
  paying: PAYING,
  'paying at the deadline': [...PAYING, 'time passes'],
  'the workflow has read': [...PAYING, 'time passes', 'workflow of r1: Wait', 'workflow of r1: Get'],
  'over before it is paid': [...AT_THE_CHECKOUT, 'time passes', 'pays cs-r1-1'],
  paid: PAID,
  'paid, and ended with a refund': [...PAID, 'end r1 FULL', 'stream'],
  'paid, and ended with a part': [...PAID, 'end r1 PARTIAL', 'stream'],
  'over, and the next holds': [...AT_THE_CHECKOUT, 'time passes', 'pays cs-r1-1', ...OVER, ...THE_NEXT_HOLDS],
  'ended, and the next has paid': [...PAID, 'end r1 NONE', 'stream', ...THE_NEXT_HOLDS, ...THE_NEXT_PAYS],
};
