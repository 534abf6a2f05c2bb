import { AwsError, type Json, type JsonObject } from '@keyhold/local-cloud';
import { BookingWorkflow, bookingDefinition } from './booking-workflow';

/** A state of the workflow as this test changes it. */
type State = Record<string, Json> & { Parameters: JsonObject };
type States = Record<string, State>;

/** A law of the design, asked of one definition of the workflow: whether it held. */
type Guarantee = (booking: BookingWorkflow) => Promise<boolean>;

const WRITE = 'Change Apartment Status';
const READ = 'Get Booking Status';
const CHOICE = 'Has the Apartment been Paid ?';
const REVERT = 'Not Paid(Revert Apartment Status)';

const everyHoldEnds: Guarantee = async (booking) => {
  await booking.reserve('r1');
  await booking.held('r1');
  await booking.finish('r1');
  return booking.table.get('a1')?.bookedStatus === 'VACANT';
};

const oneReservationAtATime: Guarantee = async (booking) => {
  await booking.reserve('r1');
  await booking.held('r1');
  await booking.reserve('r2');
  await booking.cloud.reaches('r2', 'WaitStateEntered', 'ExecutionFailed');
  return booking.table.get('a1')?.reservationId === 'r1';
};

const whatIsPaidStaysPaid: Guarantee = async (booking) => {
  await booking.reserve('r1');
  await booking.held('r1');
  booking.table.interfere('UpdateItem', { before: () => booking.pay('r1') });
  await booking.finish('r1');
  return booking.table.get('a1')?.bookedStatus === 'PAID';
};

const aCancelledHoldEndsWell: Guarantee = async (booking) => {
  await booking.reserve('r1');
  await booking.held('r1');
  booking.cancel('r1');
  return (await booking.finish('r1')).status === 'SUCCEEDED';
};

const throttlingLeavesNoHold: Guarantee = async (booking) => {
  const throttled = () => {
    throw new AwsError('ThrottlingException', 'Rate exceeded');
  };
  booking.table.interfere('GetItem', { before: throttled });
  return everyHoldEnds(booking);
};

/** The first write lands, but its answer is lost: before the workflow writes again the guest cancels. */
const aCancelledHoldStaysCancelled: Guarantee = async (booking) => {
  let cancelled = false;
  const after = () => {
    cancelled = booking.cancel('r1');
    throw new AwsError('InternalServerError', 'The answer was lost');
  };
  booking.table.interfere('UpdateItem', { after });
  await booking.reserve('r1');
  await booking.finish('r1');
  return cancelled && !(await booking.cloud.states('r1')).includes('Wait');
};

/** A hold that nothing ended: its workflow was stopped. */
const anOverdueHoldIsFree: Guarantee = async (booking) => {
  const now = booking.cloud.clock.now();
  booking.table.put('a1', {
    bookedStatus: 'RESERVED',
    reservationId: 'r0',
    holdExpiresAt: new Date(now - 1).toISOString(),
  });
  await booking.reserve('r1');
  await booking.cloud.reaches('r1', 'WaitStateEntered', 'ExecutionFailed');
  return booking.table.get('a1')?.reservationId === 'r1';
};

const OVERDUE = ' OR (bookedStatus = :reserved AND holdExpiresAt < :reservedAt)';
const FOR_SALE = 'attribute_not_exists(withdrawn) AND ';

const whatIsWithdrawnIsNotTaken: Guarantee = async (booking) => {
  booking.table.put('a1', { bookedStatus: 'VACANT', withdrawn: 'true' });
  await booking.reserve('r1');
  await booking.cloud.reaches('r1', 'WaitStateEntered', 'ExecutionFailed');
  return booking.table.get('a1')?.bookedStatus === 'VACANT';
};

/** The first write lands and its answer is lost; the apartment is withdrawn before the write is tried again. */
const aHoldOutlivesAWithdrawal: Guarantee = async (booking) => {
  const after = (): never => {
    booking.table.put('a1', { ...booking.table.get('a1'), withdrawn: 'true' });
    throw new AwsError('InternalServerError', 'The answer was lost.');
  };
  booking.table.interfere('UpdateItem', { after });
  await booking.reserve('r1');
  await booking.finish('r1');
  return (await booking.cloud.states('r1')).at(-1) === 'Hold Expired';
};

/** Each fault of the naive workflow, put alone into ours, beside the guarantee that it breaks. */
const FAULTS: [fault: string, guarantee: Guarantee, put: (states: States) => void][] = [
  [
    'a read by the key `id`: every hold is stuck',
    everyHoldEnds,
    (states) => {
      parametersOf(states, READ).Key = { id: { 'S.$': '$.details.accountId' } };
    },
  ],
  [
    'a write that only asks whether the apartment exists: a second guest takes it',
    oneReservationAtATime,
    (states) => {
      parametersOf(states, WRITE).ConditionExpression = 'attribute_exists(Id)';
    },
  ],
  [
    'a choice with one fixed apartment: the holds of all others are stuck',
    everyHoldEnds,
    (states) => {
      parametersOf(states, READ).ProjectionExpression = 'Id, bookedStatus, reservationId';
      changeComparisons(states, 'reservationId', () => ({
        Variable: '$.read.result.Item.Id.S',
        StringEquals: '1234567',
      }));
    },
  ],
  [
    'a retried write that knows nothing of a cancel: the hold comes back for a guest who has gone',
    aCancelledHoldStaysCancelled,
    (states) => {
      const parameters = parametersOf(states, WRITE);
      const [taking = ''] = String(parameters.ConditionExpression).split(' AND (attribute_not_exists(');
      parameters.ConditionExpression = taking;
    },
  ],
  [
    'a write that does not look at the deadline: a hold that nothing ended is never free',
    anOverdueHoldIsFree,
    (states) => {
      const parameters = parametersOf(states, WRITE);
      const condition = String(parameters.ConditionExpression);
      parameters.ConditionExpression = condition.replace(OVERDUE, '');
    },
  ],
  [
    'a write that does not look whether the apartment is for sale: a withdrawn one is let',
    whatIsWithdrawnIsNotTaken,
    (states) => {
      const parameters = parametersOf(states, WRITE);
      parameters.ConditionExpression = String(parameters.ConditionExpression).replace(FOR_SALE, '');
    },
  ],
  [
    'a retried write that does not know its own hold once it is withdrawn: the hold is stuck',
    aHoldOutlivesAWithdrawal,
    (states) => {
      const parameters = parametersOf(states, WRITE);
      const condition = String(parameters.ConditionExpression).replace(FOR_SALE, '');
      parameters.ConditionExpression = condition.replace('AND ((', `AND ${FOR_SALE}((`);
    },
  ],
  [
    'a revert without a condition: a payment after the read is wiped out',
    whatIsPaidStaysPaid,
    (states) => {
      delete parametersOf(states, REVERT).ConditionExpression;
    },
  ],
  [
    'an eventually consistent read: the hold is not seen, and stuck',
    everyHoldEnds,
    (states) => {
      delete parametersOf(states, READ).ConsistentRead;
    },
  ],
  [
    'a choice on a path that may be absent: a cancelled reservation fails',
    aCancelledHoldEndsWell,
    (states) => changeComparisons(states, 'IsPresent', () => undefined),
  ],
  [
    'no retries: throttling ends in a stuck hold',
    throttlingLeavesNoHold,
    (states) => {
      for (const state of Object.values(states)) delete state.Retry;
    },
  ],
];

describe('the booking workflow is free of the faults of its naive form', () => {
  test.each(FAULTS)('%s', async (_fault, guarantee, put) => {
    expect(await holds(guarantee, bookingDefinition())).toBe(true);
    expect(await holds(guarantee, withFault(put))).toBe(false);
  });
});

test('Hold Expired is entered once for each hold that its revert ended, and never otherwise', async () => {
  const booking = await BookingWorkflow.start();
  try {
    await booking.reserve('r1');
    await booking.finish('r1');
    expect((await booking.cloud.states('r1')).at(-1)).toBe('Hold Expired');
    await booking.reserve('r2');
    await booking.held('r2');
    booking.table.interfere('UpdateItem', { before: () => booking.pay('r2') });
    await booking.finish('r2');
    expect(await booking.cloud.states('r2')).not.toContain('Hold Expired');
  } finally {
    await booking.stop();
  }
});

async function holds(guarantee: Guarantee, definition: Json): Promise<boolean> {
  const booking = await BookingWorkflow.start(definition);
  try {
    return await guarantee(booking);
  } finally {
    await booking.stop();
  }
}

function withFault(put: (states: States) => void): Json {
  const definition = bookingDefinition();
  put(definition.States as States);
  return definition;
}

function parametersOf(states: States, name: string): JsonObject {
  const state = states[name];
  if (!state) throw new Error(`The workflow has no state '${name}'.`);
  return state.Parameters;
}

/** Changes the comparisons of the choice that mention `text`, or leaves them out. */
function changeComparisons(states: States, text: string, change: () => JsonObject | undefined): void {
  const choice = states[CHOICE] as unknown as { Choices: { And?: JsonObject[] }[] };
  for (const rule of choice.Choices) {
    if (!rule.And) continue;
    rule.And = rule.And.flatMap((each) => {
      if (!JSON.stringify(each).includes(text)) return [each];
      const changed = change();
      return changed ? [changed] : [];
    });
  }
}
