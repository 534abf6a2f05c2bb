/** What is given to the review cannot be read: a sentence that says what is wrong with it, and the next step. */
export class InputError extends Error {
  /** @param code names the kind of error for programs and tests: `PlanUnreadable` */
  constructor(
    readonly code: string,
    sentence: string,
    readonly nextStep: string,
  ) {
    super(sentence);
    this.name = code;
  }
}
