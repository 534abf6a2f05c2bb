/**
 * What is given to the review cannot be read. Its message is the sentence and the next step.
 */
export class InputError extends Error {
  override readonly name = 'InputError';

  /**
   * @param code names the kind of failure: `PlanUnreadable`, `AllowancesUnreadable`
   * @param sentence what is wrong, with the place
   * @param nextStep what to do about it
   */
  constructor(
    readonly code: string,
    readonly sentence: string,
    readonly nextStep: string,
  ) {
    super(`${sentence} ${nextStep}`);
  }
}
