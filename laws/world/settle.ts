import { brokenInTheEnd, brokenNow } from './quiet';
import { type Snapshot, type Terms, World } from './world';

/** More steps than anything takes that ends. */
const MOST_STEPS = 600;

/** What is no wish of anybody, but comes by itself. */
const COMES = /^(does|begins: (stream|failure|task|webhook evt)|workflow|time passes)/;

/**
 * Nothing goes wrong any more, nobody wants anything, and everything comes that is on its way.
 * @param webhooks whether the provider's events still come: the laws hold without
 * @returns the laws that are broken then
 */
export async function brokenAfterAll(snapshot: Snapshot, terms: Terms, webhooks: boolean): Promise<string[]> {
  const world = await World.at(snapshot, { ...terms, requests: 1, faults: 0 });
  if (!webhooks) world.data.undelivered = world.data.undelivered.filter(({ kind }) => kind === 'REFUND');
  for (let step = 0; step < MOST_STEPS; step++) {
    const choices = world.choices().filter(({ name, isFault }) => !isFault && COMES.test(name));
    const [next] = choices;
    if (!next) return [...world.data.broken, ...(await brokenNow(world.data)), ...brokenInTheEnd(world.data)];
    await next.act();
  }
  return ['The world does not come to rest.'];
}
