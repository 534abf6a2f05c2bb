import type { Clock } from '../core/clock';
import type { ConsoleRoutes } from '../core/console-routes';
import type { Json } from '../core/json';
import type { OutgoingCall } from '../core/service';
import type { EdgeVisit } from '../core/viewers';
import type { Span } from '../gateway/traces';
import type { Product } from '../product';

/** What the console sees of the cloud, and the few things that it may do to it. */
export interface ConsoleSources {
  readonly product: Product;
  readonly region: string;
  readonly accountId: string;
  readonly clock: Clock;
  readonly gatewayUrl: string;
  /** Undefined where the stack has no distribution. */
  readonly edgeUrl: string | undefined;
  call(call: OutgoingCall): Promise<Json>;
  /** The last calls, oldest first. */
  spans(): readonly Span[];
  /** How many calls are being answered now. */
  callsUnderWay(): number;
  /** The last visits to the edge, oldest first. */
  visits(): readonly EdgeVisit[];
  /** What the services themselves show in the console. */
  readonly routes: ConsoleRoutes;
}
