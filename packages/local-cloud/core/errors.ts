/** An error of an AWS API as its clients see it: `code` becomes `__type`, and the SDK's error name. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly statusCode: number = 400,
  ) {
    super(message);
    this.name = code;
  }
}

/** A call that has to be signed and is not. */
export function missingCredentials(): AwsError {
  return new AwsError('MissingAuthenticationTokenException', 'Request is missing Authentication Token', 403);
}

/**
 * A failure that whoever runs the local cloud can correct: a taken port, a folder that is in use, a stack that
 * cannot be run. Anything else that is thrown is a bug. Its message is the sentence and
 * the next step, so that printing the message is enough.
 *
 * @example
 * if (error instanceof UserError) process.stderr.write(`${error.message}\n`);
 */
export class UserError extends Error {
  override readonly name = 'UserError';

  /**
   * @param code names the kind of failure and never changes: `PortUnavailable`
   * @param sentence what is wrong, with the place: `Port 8080 is in use.`
   * @param nextStep what to do about it: `Stop what uses it, or choose another port.`
   */
  constructor(
    readonly code: string,
    readonly sentence: string,
    readonly nextStep: string,
    options?: ErrorOptions,
  ) {
    super(`${sentence} ${nextStep}`, options);
  }
}

/**
 * Data that a service cannot take in.
 * @param sentence names the data, and what is wrong with it
 */
export function invalidSnapshot(sentence: string, options?: ErrorOptions): UserError {
  return new UserError('InvalidSnapshot', sentence, 'Correct it, or export the data again.', options);
}
