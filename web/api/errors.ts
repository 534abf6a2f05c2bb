/** A failure that a later attempt may not have: the network, a timeout, 408, 429, 5xx. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
}

/** A refusal that a later attempt would get too. `errorType` is the API's, where it gave one. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';

  constructor(
    message: string,
    readonly errorType?: string,
  ) {
    super(message);
  }
}

/** The message for the guest about anything that was thrown. */
export function messageFor(thrown: unknown): string {
  if (thrown instanceof TransientError || thrown instanceof PermanentError) return thrown.message;
  return 'Something went wrong on this page. Reload it.';
}
