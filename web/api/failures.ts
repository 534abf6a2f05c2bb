/** No answer, or one that may be another the next time: the network, a timeout, 408, 429, 5xx. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

/** An answer that stays the same however often one asks. `errorType` is the API's, where it gave one. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    message: string,
    readonly errorType?: string,
  ) {
    super(message);
  }
}

/** What to tell a person about anything that was thrown. */
export function sentenceOf(thrown: unknown): string {
  if (thrown instanceof Unanswered || thrown instanceof Refused) return thrown.message;
  return 'Something went wrong on this page. Reload it.';
}
