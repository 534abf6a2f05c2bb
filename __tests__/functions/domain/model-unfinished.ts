import type { EndDecision } from '../../../functions/domain/end-decision';
import type { OpenReservation, OpenReservations } from '../../../functions/domain/open-reservation';
import type { ModelReservations } from './model-reservations';

/** The index of unfinished reservations in memory, over the records. */
export class ModelUnfinished implements OpenReservations {
  /** By reservation. */
  readonly ends = new Map<string, EndDecision>();

  constructor(private readonly reservations: ModelReservations) {}

  async due(now: string, limit: number): Promise<string[]> {
    return [...this.reservations.items.values()]
      .flatMap(({ id, dueAt }) => (dueAt !== undefined && dueAt <= now ? [{ id, dueAt }] : []))
      .toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
      .slice(0, limit)
      .map(({ id }) => id);
  }

  async find(id: string): Promise<OpenReservation | undefined> {
    const item = this.reservations.items.get(id);
    const record = await this.reservations.find(id);
    if (!record || item?.dueAt === undefined) return undefined;
    return { ...record, dueAt: item.dueAt, opened: item.opened, rank: item.rank, end: this.ends.get(id) };
  }

  open(id: string, now: string): Promise<boolean> {
    return this.reservations.open(id, now);
  }

  async postpone(seen: OpenReservation, dueAt: string, keep: boolean): Promise<boolean> {
    if (!this.isUnchanged(seen)) return false;
    const { expiresAt, ...item } = this.item(seen.id);
    const kept = keep || expiresAt === undefined ? {} : { expiresAt };
    this.reservations.items.set(seen.id, { ...item, ...kept, dueAt });
    return true;
  }

  async finish(seen: OpenReservation, expiresAt: number | undefined): Promise<boolean> {
    if (!this.isUnchanged(seen)) return false;
    const { shard: _, dueAt: __, ...item } = this.item(seen.id);
    const kept = item.expiresAt ?? expiresAt;
    this.reservations.items.set(seen.id, { ...item, ...(kept !== undefined && { expiresAt: kept }) });
    return true;
  }

  private item(id: string) {
    const item = this.reservations.items.get(id);
    if (!item) throw new Error(`There is no reservation ${id}.`);
    return item;
  }

  private isUnchanged({ id, dueAt, rank, opened }: OpenReservation): boolean {
    const item = this.reservations.items.get(id);
    return item?.dueAt === dueAt && item.rank === rank && item.opened === opened;
  }
}
