import { InvalidInput } from '../../domain/errors';
import type { BookingDependencies } from './dependencies';
import { ApartmentUnavailable } from './errors';
import { holdRequest, refusalOf } from './reserve';

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
 * Starts the booking workflow and does not wait. Like reserveApartment it looks at the apartment before, which only
 * saves a workflow that would fail. Sent again it is a success that changes nothing (law 5).
 * @throws InvalidInput for any other state machine, so that nobody can start foreign ones, and for an id that is
 *   another reservation's; ApartmentUnavailable
 */
export async function addStepFunction(
  input: StepFunctionsInput,
  dependencies: BookingDependencies,
): Promise<StepFunctions> {
  const { reservationId, arn, apartmentId } = input;
  const { apartments, workflow, now } = dependencies;
  if (arn !== workflow.machine.arn) {
    throw new InvalidInput(
      'arn',
      'is not a state machine that may be started; it must be one that getStepFunctions lists.',
    );
  }
  const refusal = refusalOf(input, await apartments.occupancy(apartmentId), now());
  if (refusal !== undefined) {
    if (await isSentAgain(input, dependencies)) return { id: reservationId, arn };
    throw new ApartmentUnavailable(refusal);
  }
  const request = holdRequest(apartmentId, UNNAMED_GUEST, dependencies);
  if ((await workflow.start(reservationId, request)) === 'EXISTS') await isSentAgain(input, dependencies);
  return { id: reservationId, arn };
}

/**
 * Whether this very request has an execution already.
 * @throws InvalidInput where the execution is another request's
 */
async function isSentAgain(
  { reservationId, apartmentId }: StepFunctionsInput,
  { workflow }: BookingDependencies,
): Promise<boolean> {
  const known = await workflow.find(reservationId);
  if (!known) return false;
  if (known.request.apartmentId === apartmentId && known.request.guestId === UNNAMED_GUEST) return true;
  throw new InvalidInput(
    'id',
    'is that of another reservation; it must be new, or sent again with the same accountId.',
  );
}

export function getStepFunctions(dependencies: BookingDependencies): StepFunctions[] {
  return [dependencies.workflow.machine];
}
