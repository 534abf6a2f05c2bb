import type { Alarm } from '../../../core/clock';

/** The clock as far as the engine needs it. */
export interface EngineClock {
  /** Milliseconds since the epoch. */
  now(): number;
  alarm(at: number, ring: () => void): Alarm;
}

/** One alarm an execution, for the next thing that is due in it: all that a waiting execution keeps in memory. */
export class Alarms {
  private readonly pending = new Map<string, { readonly at: number; readonly alarm: Alarm }>();

  constructor(
    private readonly clock: EngineClock,
    private readonly ring: (arn: string) => void,
  ) {}

  /** Sets the alarm of an execution in place of any earlier one; undefined takes it away. */
  set(arn: string, due: number | undefined): void {
    const current = this.pending.get(arn);
    if (current?.at === due) return;
    current?.alarm.cancel();
    this.pending.delete(arn);
    if (due === undefined) return;
    const alarm = this.clock.alarm(due, () => {
      this.pending.delete(arn);
      this.ring(arn);
    });
    this.pending.set(arn, { at: due, alarm });
  }

  clear(): void {
    for (const { alarm } of this.pending.values()) alarm.cancel();
    this.pending.clear();
  }
}
