import * as z from 'zod';
import type { Events } from '../payments/domain/dependencies';
import type { Table } from './table';

/** Stripe sends an event again for three days by itself, and by hand for thirty (https://docs.stripe.com/webhooks). */
const KEPT_SECONDS = 31 * 86_400;

/** Events that have had their effect: items `event#<event id>` of the table of payments, for a month. */
export class ProviderEventRepository implements Events {
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
