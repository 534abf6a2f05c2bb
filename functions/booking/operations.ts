import type * as z from 'zod';
import { validated } from '../domain/fields';
import { listApartments } from '../domain/list-apartments';
import { getReservation } from '../domain/lookup';
import { cancelReservation } from './domain/cancel';
import type { BookingDependencies } from './domain/dependencies';
import { endReservation } from './domain/end';
import { listReservations } from './domain/list-reservations';
import { allowNewHolds, getNewHolds, stopNewHolds } from './domain/new-holds';
import { publishedChange } from './domain/publish';
import { refundReservation } from './domain/refund';
import { reserveApartment } from './domain/reserve';
import { reserveFor } from './domain/reserve-for';
import { offerApartment, putApartment, removeApartment, withdrawApartment } from './domain/sale';
import { addStepFunction, getStepFunctions } from './domain/step-functions';
import * as inputs from './inputs';

/** The schema sends a field here that this function does not resolve. */
export class UnresolvedField extends Error {
  override readonly name = 'UnresolvedField';
}

/** A request whose input is valid, and what is left to do. */
export interface Prepared {
  /** The reservation it is about, if it is about one. */
  readonly reservationId: string | undefined;
  /** @param caller who asks, for commands of staff that are recorded with who gave them */
  run(dependencies: BookingDependencies, caller?: string, addressKey?: AddressKey): Promise<unknown>;
}

/** From where it is asked, for law 8: read where it is needed. Undefined for staff. */
type AddressKey = () => Promise<string | undefined>;

const NOT_COUNTED: AddressKey = async () => undefined;

type Operation = (input: unknown) => Prepared;

function operation<Input extends object>(
  schema: z.ZodType<Input>,
  run: (
    input: Input,
    dependencies: BookingDependencies,
    /** `unknown` for a client with an API key. */
    by: string,
    caller: string | undefined,
    addressKey: AddressKey,
  ) => Promise<unknown>,
): Operation {
  return (given) => {
    const input: Input & { reservationId?: string } = validated(schema, given);
    return {
      reservationId: input.reservationId,
      run: (dependencies, caller, addressKey = NOT_COUNTED) =>
        run(input, dependencies, caller ?? 'unknown', caller, addressKey),
    };
  };
}

/** By the field of graphql/schema.graphql that they resolve. */
const operations: ReadonlyMap<string, Operation> = new Map([
  [
    'Query.getApartment',
    operation(inputs.apartmentById, ({ id }, dependencies) => dependencies.apartments.find(id)),
  ],
  ['Query.listApartments', operation(inputs.apartmentList, listApartments)],
  [
    'Query.getReservation',
    operation(inputs.reservationById, ({ reservationId }, dependencies) =>
      getReservation(reservationId, dependencies),
    ),
  ],
  ['Query.listReservations', operation(inputs.reservationList, listReservations)],
  [
    'Query.getStepFunctions',
    operation(inputs.nothing, async (_, dependencies) => getStepFunctions(dependencies)),
  ],
  [
    'Mutation.reserveApartment',
    operation(inputs.reserveInput, async (input, dependencies, _by, _caller, addressKey) =>
      reserveApartment({ ...input, addressKey: await addressKey() }, dependencies),
    ),
  ],
  [
    'Mutation.cancelReservation',
    operation(inputs.reservationById, ({ reservationId }, dependencies, _, caller) =>
      cancelReservation(reservationId, dependencies, caller),
    ),
  ],
  [
    'Mutation.addStepFunction',
    operation(inputs.stepFunctions, async (input, dependencies, _by, _caller, addressKey) =>
      addStepFunction({ ...input, addressKey: await addressKey() }, dependencies),
    ),
  ],
  ['Mutation.putApartment', operation(inputs.apartmentDescription, putApartment)],
  ['Mutation.withdrawApartment', operation(inputs.apartmentCommand, withdrawApartment)],
  ['Mutation.offerApartment', operation(inputs.apartmentCommand, offerApartment)],
  ['Mutation.removeApartment', operation(inputs.apartmentCommand, removeApartment)],
  ['Mutation.reserveFor', operation(inputs.reserveForInput, reserveFor)],
  ['Query.getNewHolds', operation(inputs.nothing, (_, dependencies) => getNewHolds(dependencies))],
  ['Mutation.stopNewHolds', operation(inputs.stopOfHolds, stopNewHolds)],
  ['Mutation.allowNewHolds', operation(inputs.allowanceOfHolds, allowNewHolds)],
  ['Mutation.endReservation', operation(inputs.endOfReservation, endReservation)],
  ['Mutation.refundReservation', operation(inputs.refundOfReservation, refundReservation)],
  [
    'Mutation.publishApartmentChange',
    operation(inputs.apartmentChange, async (change) => publishedChange(change)),
  ],
]);

/**
 * Checks the arguments of a field, `Query.getApartment`; nothing is started or written before.
 * @throws InvalidInput
 */
export function prepare(field: string, args: Readonly<Record<string, unknown>>): Prepared {
  const operation = operations.get(field);
  if (!operation) throw new UnresolvedField(`The booking function resolves no field ${field}.`);
  return operation('input' in args ? args['input'] : args);
}
