import { cancel, type Premises, released, reserve, type Wish } from './booking';
import { pause } from './complex';
import { Provider } from './provider';

/** What a guest does with a checkout. */
export const DEEDS = [
  'pay at the page',
  'pay, and be told of twice',
  'pay two times',
  'pay too late',
  'pay when another has it',
  'cancel',
  'let it expire',
] as const;
export type Deed = (typeof DEEDS)[number];

export interface PaidBooking extends Wish {
  readonly deed: Deed;
}

/** What a guest saw of it, and what was taken from them. Times in milliseconds since the epoch. */
export interface Statement extends PaidBooking {
  readonly holdExpiresAt: number;
  /** Whether a checkout was opened. */
  readonly hadCheckout: boolean;
  /** Whether the guest was told that the hold is cancelled. */
  readonly cancelled: boolean;
  /** The ids of the payments that were made, all of them acknowledged. */
  readonly payments: readonly string[];
  /** When the first was acknowledged. */
  readonly acknowledgedAt?: number;
}

const RETRY_MS = 50;

const ANOTHERS_HOLD_MS = 3_000;

/** Books, opens the checkout and does what was planned, whatever dies meanwhile. */
export async function bookAndPay(booking: PaidBooking, premises: Premises): Promise<Statement> {
  const { holdExpiresAt, sawHold } = await reserve(booking, premises);
  const checkoutId = sawHold ? await openCheckout(booking.reservationId, premises) : undefined;
  const statement = { ...booking, holdExpiresAt, hadCheckout: false, cancelled: false, payments: [] };
  if (checkoutId === undefined) return statement;
  return { ...statement, hadCheckout: true, ...(await act(booking, checkoutId, holdExpiresAt, premises)) };
}

async function act(
  booking: PaidBooking,
  checkoutId: string,
  holdExpiresAt: number,
  premises: Premises,
): Promise<Pick<Statement, 'payments' | 'acknowledgedAt'> & { cancelled?: boolean }> {
  const provider = new Provider(premises.cloud);
  const { reservationId } = booking;
  const first = `pi_${checkoutId}`;
  const pay = (paymentId: string) => provider.complete(checkoutId, reservationId, paymentId);
  switch (booking.deed) {
    case 'pay at the page':
      return payAtThePage(checkoutId, premises);
    case 'pay, and be told of twice': {
      const [acknowledgedAt, again] = await Promise.all([pay(first), pay(first)]);
      return { payments: [first], acknowledgedAt: Math.min(acknowledgedAt, again) };
    }
    case 'pay two times':
      await Promise.all([pay(first), pay(`${first}_2`)]);
      return { payments: [first, `${first}_2`] };
    case 'pay too late':
      await pause(Math.max(holdExpiresAt - Date.now(), 0) + 1);
      return { payments: [first], acknowledgedAt: await pay(first) };
    case 'pay when another has it':
      await released(booking, premises);
      await reserve(
        { ...booking, reservationId: `${reservationId}-another`, holdMs: ANOTHERS_HOLD_MS },
        premises,
      );
      return { payments: [first], acknowledgedAt: await pay(first) };
    case 'cancel':
      return { payments: [], cancelled: await cancel(booking, premises) };
    case 'let it expire':
      return { payments: [] };
  }
}

/** The browser sends the form again until it is answered; a checkout that has closed takes no money. */
async function payAtThePage(
  checkoutId: string,
  { cloud }: Premises,
): Promise<Pick<Statement, 'payments' | 'acknowledgedAt'>> {
  for (;;) {
    const { status } = await cloud.post(`/payments/test/${checkoutId}/pay`, '');
    if (status === 303) return { payments: [`pi_${checkoutId}`], acknowledgedAt: Date.now() };
    if (status < 500) return { payments: [] };
    await pause(RETRY_MS);
  }
}

/** The checkout's id; undefined where the hold was over before it was opened. */
async function openCheckout(reservationId: string, { cloud }: Premises): Promise<string | undefined> {
  for (;;) {
    const { status, text } = await cloud.post('/payments/checkout', JSON.stringify({ reservationId }));
    if (status === 200) return (JSON.parse(text) as { url: string }).url.split('/').at(-1);
    if (status === 409) return undefined;
    if (status < 500) throw new Error(`A checkout was refused: ${text}`);
    await pause(RETRY_MS);
  }
}
