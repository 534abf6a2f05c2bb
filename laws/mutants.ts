import type { Change } from '../functions/tables/transition';
import type { Mutant } from './world/services';

const UNSETTLED = / AND \(attribute_not_exists\(settledPayments\) OR .*$/;

function without(part: string | RegExp, { ConditionExpression = '', ...write }: Change): Change {
  return { ...write, ConditionExpression: ConditionExpression.replace(part, '') };
}

let calls = 0;

/** A guard of a law is taken out: whoever explores or runs schedules must find that the law is broken. */
export const MUTANTS: Readonly<Record<string, Mutant>> = {
  'no decision is noted on the apartment': {
    rewrite: (write) => ({
      ...write,
      UpdateExpression: write.UpdateExpression.replace(' ADD settledPayments :decision', ''),
    }),
  },
  'the workflow reverts whatever it finds': {
    rewrite: (write, state) => {
      if (state !== 'Not Paid(Revert Apartment Status)') return write;
      const { ConditionExpression: _, ...unconditional } = write;
      return unconditional;
    },
  },
  'the workflow takes an apartment though its guest has cancelled': {
    rewrite: (write, state) => (state === 'Change Apartment Status' ? without(UNSETTLED, write) : write),
  },
  'each try of a refund is a new one to the provider': {
    refundKey: (key) => `${key}/${++calls}`,
  },
  'a stay ends whoever has the apartment': {
    rewrite: (write) =>
      write.ConditionExpression?.startsWith('bookedStatus = :PAID')
        ? without(' AND reservationId = :reservationId', write)
        : write,
  },
  'money takes the apartment of whoever holds it': {
    rewrite: (write) =>
      write.UpdateExpression.startsWith('SET bookedStatus = :PAID, reservationId')
        ? without(/^.* AND (?=\(attribute_not_exists\(settledPayments\))/, write)
        : write,
  },
};
