/** The stack cannot be run as it is: which part of it, why, and what to do, in one sentence for a person. */
export class StackError extends Error {
  override readonly name = 'StackError';
}

/** An expression that cannot be parsed or evaluated. Whoever knows the place turns it into a {@link StackError}. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** Runs `work`, and puts the place (`aws_sfn_state_machine.booking: definition`) before what goes wrong in it. */
export function at<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionError) throw new StackError(`${place}: ${error.message}`);
    throw error;
  }
}
