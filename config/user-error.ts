/**
 * What the person at the keyboard can correct: a sentence that says what is wrong, and the next step. A command that
 * ends by any other error has met a fault of ours.
 */
export class UserError extends Error {
  /**
   * @param code names the kind of error for programs and tests: `StateFileMissing`
   * @param nextStep what to do about it; empty where there is nothing to do
   * @param exitCode what the command ends with
   */
  constructor(
    readonly code: string,
    sentence: string,
    readonly nextStep: string,
    readonly exitCode = 1,
  ) {
    super(sentence);
    this.name = code;
  }
}

/** Whether this is a {@link UserError}, of ours or of a package: they are told by their form, not by their class. */
export function isUserError(error: unknown): error is Pick<UserError, 'code' | 'message' | 'nextStep'> {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    'nextStep' in error &&
    typeof error.nextStep === 'string'
  );
}
