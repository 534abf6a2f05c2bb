/** A task that did not succeed, by the error name and cause that the state machine sees. */
export class TaskFailure extends Error {
  constructor(
    readonly error: string,
    override readonly cause: string,
  ) {
    super(`${error}: ${cause}`);
    this.name = 'TaskFailure';
  }
}
