import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Json, JsonObject } from '@keyhold/local-cloud';
import { StateMachineCloud } from '@keyhold/local-cloud/testing';
import { notesOf } from '../../functions/tables/apartments/item';
import { transitions } from '../../functions/tables/apartments/transitions';
import { ApartmentsTable } from './apartments-table';

const HOLD_MS = 60_000;

/** asl/booking.asl.json with its substitutions filled in as Terraform does. */
export function bookingDefinition(): JsonObject {
  const text = readFileSync(resolve(__dirname, '../../asl/booking.asl.json'), 'utf8')
    .replaceAll('${DDBUpdateItem}', 'arn:aws:states:::dynamodb:updateItem')
    .replaceAll('${DDBGetItem}', 'arn:aws:states:::dynamodb:getItem')
    .replaceAll('${DDBTable}', 'keyhold-test-apartments');
  return JSON.parse(text) as JsonObject;
}

/** The booking workflow on the local engine, with a table of its own that holds the vacant apartment `a1`. */
export class BookingWorkflow {
  private constructor(
    readonly cloud: StateMachineCloud,
    readonly table: ApartmentsTable,
  ) {}

  static async start(
    definition: Json = bookingDefinition(),
    dataDirectory?: string,
  ): Promise<BookingWorkflow> {
    const table = new ApartmentsTable();
    table.put('a1', { bookedStatus: 'VACANT' });
    return BookingWorkflow.over(table, definition, dataDirectory);
  }

  /** On a table that is there already, as after a restart. */
  static async over(
    table: ApartmentsTable,
    definition: Json = bookingDefinition(),
    dataDirectory?: string,
    elapsed = 0,
  ): Promise<BookingWorkflow> {
    const options = { elapsed, ...(dataDirectory !== undefined && { dataDirectory }) };
    const handler = ({ action, input }: { action: string; input: JsonObject }) => table.handle(action, input);
    return new BookingWorkflow(await StateMachineCloud.with(definition, handler, options), table);
  }

  /** Starts a reservation of an apartment by the input that the API gives to the workflow. */
  async reserve(reservationId: string, apartmentId = 'a1'): Promise<void> {
    const now = this.cloud.clock.now();
    await this.cloud.begin(reservationId, {
      details: {
        accountId: apartmentId,
        bookedStatus: 'RESERVED',
        guestId: `guest of ${reservationId}`,
        reservedAt: new Date(now).toISOString(),
        holdExpiresAt: new Date(now + HOLD_MS).toISOString(),
      },
    });
  }

  /** Waits until the reservation holds its apartment. */
  held(reservationId: string): Promise<void> {
    return this.cloud.reaches(reservationId, 'WaitStateEntered');
  }

  finish(reservationId: string): Promise<JsonObject> {
    return this.cloud.finish(reservationId);
  }

  /** The payment that the payments function records, as one that looked at the clock in time. */
  pay(reservationId: string, apartmentId = 'a1'): boolean {
    const now = this.table.get(apartmentId)?.reservedAt ?? '';
    const payment = { paidAt: now, paymentId: `payment of ${reservationId}` };
    const notes = notesOf('PAID', reservationId);
    return this.table.change(apartmentId, transitions.pay, { reservationId, now, ...payment, ...notes });
  }

  /** The guest gives the hold up. */
  cancel(reservationId: string, apartmentId = 'a1'): boolean {
    const notes = notesOf('CANCELLED', reservationId);
    return this.table.change(apartmentId, transitions.cancel, { reservationId, ...notes });
  }

  stop(): Promise<void> {
    return this.cloud.stop();
  }
}
