import { InvalidInput } from '../../domain/errors';
import type { BookingDependencies } from './dependencies';
import { holdRequest } from './reserve';

/** A state machine or a requested execution, for clients older than reserveApartment. */
export interface StepFunctions {
  readonly id: string;
  readonly arn: string;
}

export interface StepFunctionsInput {
  readonly reservationId: string;
  readonly arn: string;
  readonly apartmentId: string;
}

/** These clients do not say who books. */
const UNNAMED_GUEST = 'anonymous';

/**
 * Starts the booking workflow and does not wait. An id that was sent before has its execution already: that
 * is a success too (law 5).
 * @throws InvalidInput for any other state machine, so that nobody can start foreign ones.
 */
export async function addStepFunction(
  input: StepFunctionsInput,
  dependencies: BookingDependencies,
): Promise<StepFunctions> {
  const { reservationId, arn, apartmentId } = input;
  const { machine } = dependencies.workflow;
  if (arn !== machine.arn) {
    throw new InvalidInput(
      'arn',
      'is not a state machine that may be started; it must be one that getStepFunctions lists.',
    );
  }
  await dependencies.workflow.start(reservationId, holdRequest(apartmentId, UNNAMED_GUEST, dependencies));
  return { id: reservationId, arn };
}

export function getStepFunctions(dependencies: BookingDependencies): StepFunctions[] {
  return [dependencies.workflow.machine];
}
