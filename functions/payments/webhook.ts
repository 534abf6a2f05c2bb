import type { Secret } from '../runtime/parameters';
import { InvalidSignature } from './domain/errors';
import { receiveEvent } from './domain/receive';
import type { SweepDependencies } from './domain/sweep/dependencies';
import { eventOf, unknownVersionOf } from './providers/event';
import { secretsIn, signed, verified } from './providers/signature';
import type { TestCheckoutDependencies } from './providers/test/buttons';

/** What handling a request or a task needs: the domain's dependencies, and the secrets and names around them. */
export interface Services {
  readonly dependencies: SweepDependencies;
  readonly originSecret: Secret;
  readonly webhookSecrets: Secret;
  /** Which system this is, for accounts at the provider that are shared. */
  readonly systemName: string;
  /** Whether its money is real. */
  readonly live: boolean;
  /** The test provider's checkout page; undefined where real money is taken. */
  readonly testCheckout: TestCheckoutDependencies | undefined;
}

type Receiving = Pick<Services, 'dependencies' | 'webhookSecrets' | 'systemName' | 'live'>;

/**
 * A webhook's delivery. When it returns, all that the event has brought about is durable.
 * @throws InvalidSignature, MalformedEvent, WrongMode: nothing was written
 */
export async function receiveWebhook(
  body: Buffer,
  signature: string | undefined,
  services: Receiving,
): Promise<void> {
  if (!signature || body.length === 0) throw new InvalidSignature();
  const now = services.dependencies.now();
  const { webhookSecrets } = services;
  const json =
    verified(body, signature, secretsIn(await webhookSecrets.value()), now) ??
    verified(body, signature, secretsIn(await webhookSecrets.fresh()), now);
  if (json === undefined) throw new InvalidSignature();
  const version = unknownVersionOf(json);
  if (version !== undefined) services.dependencies.telemetry.record('ApiVersionUnknown', { reason: version });
  await receiveEvent(eventOf(json, services), services.dependencies);
}

/** The test provider's events go the way of every webhook: signed as text, verified as bytes. */
export async function deliverTestEvent(body: string, services: Receiving): Promise<void> {
  const secrets = secretsIn(await services.webhookSecrets.value());
  await receiveWebhook(Buffer.from(body), signed(body, secrets, services.dependencies.now()), services);
}
