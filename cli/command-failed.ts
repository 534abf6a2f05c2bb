/** A command ends with it: a sentence for a person and the way out. Anything else is a fault of ours. */
export class CommandFailed extends Error {
  override readonly name: string = 'CommandFailed';

  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}

/** Ctrl-C, or a polite kill. */
export class Interrupted extends CommandFailed {
  override readonly name = 'Interrupted';

  /** @param signalNumber as shells reckon: 2 is SIGINT, 15 is SIGTERM */
  constructor(signalNumber: number) {
    super('Interrupted.', 128 + signalNumber);
  }
}
