import Stripe from 'stripe';
import { InvalidSignature, MalformedEvent } from '../domain/errors';

/** An event that was signed longer ago is refused, or somebody who saw one could send it for ever (seconds). */
const TOLERANCE_SECONDS = 300;

/** The secrets of a webhook: one, or two while it is rotated, separated by a comma. */
export function secretsIn(parameter: string): string[] {
  return parameter
    .split(',')
    .map((secret) => secret.trim())
    .filter((secret) => secret !== '');
}

/**
 * The JSON of an event that is signed by one of the secrets, over the very bytes that came
 * (https://docs.stripe.com/webhooks/signature). Undefined where it is signed by none of them, or too long ago.
 * @param now milliseconds since the epoch
 * @throws MalformedEvent for what is signed and is no JSON
 */
export function verified(
  body: Buffer,
  signature: string,
  secrets: readonly string[],
  now: number,
): unknown | undefined {
  for (const secret of secrets) {
    try {
      return Stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS, undefined, now);
    } catch (error) {
      if (error instanceof Stripe.errors.StripeSignatureVerificationError) continue;
      throw new MalformedEvent('The event is signed, but is no JSON.', { cause: error });
    }
  }
  return undefined;
}

/** The header `stripe-signature` of an event that is sent at `now`. */
export function signed(body: string, secrets: readonly string[], now: number): string {
  const [secret] = secrets;
  if (secret === undefined) throw new InvalidSignature();
  return Stripe.webhooks.generateTestHeaderString({
    payload: body,
    secret,
    timestamp: Math.floor(now / 1000),
  });
}
