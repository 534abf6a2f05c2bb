import { UserError } from '../core/errors';

/** The next step where the stack's file is damaged. */
export const SYNTHESIZE_AGAIN = 'Synthesize the stack again.';

/**
 * The stack cannot be run as it is.
 * @param problem the place in the stack, and what is wrong there
 */
export function stackUnusable(
  problem: string,
  nextStep = 'Change this in the stack, then synthesize it again.',
): UserError {
  return new UserError('StackUnusable', problem.endsWith('.') ? problem : `${problem}.`, nextStep);
}

/** An expression that cannot be parsed or evaluated. Whoever knows the place turns it into a {@link stackUnusable}. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** Runs `work`, and puts the place (`aws_sfn_state_machine.booking: definition`) before what goes wrong in it. */
export function at<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionError) throw stackUnusable(`${place}: ${error.message}`);
    throw error;
  }
}
