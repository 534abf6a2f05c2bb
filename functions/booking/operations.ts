import type * as z from 'zod';
import { validated } from '../domain/fields';
import { listApartments } from '../domain/list-apartments';
import { getReservation } from '../domain/lookup';
import { cancelReservation } from './domain/cancel';
import type { Desk } from './domain/dependencies';
import { listReservations } from './domain/list-reservations';
import { toldChange } from './domain/publish';
import { reserveApartment } from './domain/reserve';
import { addStepFunction, getStepFunctions } from './domain/step-functions';
import { vacateApartment } from './domain/vacate';
import * as inputs from './inputs';

/** The schema has a field that is sent here and nobody resolves. */
export class UnresolvedField extends Error {
  override readonly name = 'UnresolvedField';
}

/** A request whose input is valid, and what is left to do. */
export interface Prepared {
  /** The reservation it is about, if it is about one. */
  readonly reservationId: string | undefined;
  run(desk: Desk): Promise<unknown>;
}

type Operation = (input: unknown) => Prepared;

function operation<Input extends object>(
  schema: z.ZodType<Input>,
  run: (input: Input, desk: Desk) => Promise<unknown>,
): Operation {
  return (given) => {
    const input: Input & { reservationId?: string } = validated(schema, given);
    return { reservationId: input.reservationId, run: (desk) => run(input, desk) };
  };
}

/** By the field of graphql/schema.graphql that they resolve. */
const operations: ReadonlyMap<string, Operation> = new Map([
  ['Query.getApartment', operation(inputs.apartmentById, ({ id }, desk) => desk.apartments.find(id))],
  ['Query.listApartments', operation(inputs.apartmentList, listApartments)],
  [
    'Query.getReservation',
    operation(inputs.reservationById, ({ reservationId }, desk) => getReservation(reservationId, desk)),
  ],
  ['Query.listReservations', operation(inputs.reservationList, listReservations)],
  ['Query.getStepFunctions', operation(inputs.nothing, async (_, desk) => getStepFunctions(desk))],
  ['Mutation.reserveApartment', operation(inputs.wish, reserveApartment)],
  [
    'Mutation.cancelReservation',
    operation(inputs.reservationById, ({ reservationId }, desk) => cancelReservation(reservationId, desk)),
  ],
  ['Mutation.addStepFunction', operation(inputs.stepFunctions, addStepFunction)],
  [
    'Mutation.putApartment',
    operation(inputs.apartmentDescription, (input, desk) => desk.apartments.put(input)),
  ],
  ['Mutation.vacateApartment', operation(inputs.apartmentById, ({ id }, desk) => vacateApartment(id, desk))],
  [
    'Mutation.publishApartmentChange',
    operation(inputs.apartmentChange, async (change) => toldChange(change)),
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
