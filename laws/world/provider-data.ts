import type { Order } from '../../functions/domain/payment';
import type { Capture, RefundState } from '../../functions/payments/domain/event';

/** A checkout at the provider. */
export interface Session {
  readonly checkoutId: string;
  readonly url: string;
  readonly order: Order;
  readonly status: 'open' | 'complete' | 'expired';
  readonly capture?: Capture;
}

/** What the provider knows. */
export interface ProviderData {
  sessions: Map<string, Session>;
  captures: Capture[];
  refunds: Map<string, RefundState>;
  /** The first answer to each key: a provider repeats it. */
  answers: Map<string, RefundState | 'FAILED'>;
  /** It answers nobody. */
  isDown: boolean;
}
