import { Unanswered } from '../api/failures';

/** Before a request that got no answer is sent again (ms): three times by itself, then when the guest says so. */
const RETRY_PAUSES_MS = [500, 1_500, 4_000];

/** Sends a request that may be sent again until somebody answers it. @throws Unanswered, Refused */
export async function persistently<Answer>(request: () => Promise<Answer>): Promise<Answer> {
  for (const pause of RETRY_PAUSES_MS) {
    try {
      return await request();
    } catch (thrown) {
      if (!(thrown instanceof Unanswered)) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return request();
}
