import { TransientError } from '../api/errors';

/** The pauses before a request without an answer is sent again (ms). */
const RETRY_PAUSES_MS = [500, 1_500, 4_000];

/** Sends an idempotent request up to four times, until it gets an answer. @throws TransientError, PermanentError */
export async function withRetries<Answer>(request: () => Promise<Answer>): Promise<Answer> {
  for (const pause of RETRY_PAUSES_MS) {
    try {
      return await request();
    } catch (thrown) {
      if (!(thrown instanceof TransientError)) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return request();
}
