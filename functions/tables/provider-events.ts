import * as z from 'zod';
import type { Table } from './table';

/** Stripe repeats an event for three days by itself, and for thirty on request (https://docs.stripe.com/webhooks). */
const KEPT_SECONDS = 31 * 86_400;

/** Events that have been handled: items `event#<event id>` of the table of payments, for a month. */
export class ProviderEventRepository {
  constructor(private readonly table: Table) {}

  async isKnown(eventId: string): Promise<boolean> {
    return (await this.table.read(idOf(eventId), z.object({}))) !== undefined;
  }

  async remember(eventId: string, kind: string, now: string): Promise<void> {
    const ttl = Math.floor(Date.parse(now) / 1000) + KEPT_SECONDS;
    await this.table.create(idOf(eventId), { kind, receivedAt: now, ttl });
  }
}

function idOf(eventId: string): string {
  return `event#${eventId}`;
}
