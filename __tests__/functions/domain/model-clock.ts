interface ModelAlarm {
  readonly at: number;
  readonly ring: () => void;
}

/** Time that stands still until somebody sleeps or moves it on; what is due then happens in order. */
export class ModelClock {
  private instant = Date.parse('2026-03-01T12:00:00.000Z');
  private alarms: ModelAlarm[] = [];

  now = (): number => this.instant;

  alarm(at: number, ring: () => void): void {
    this.alarms.push({ at, ring });
  }

  advance(milliseconds: number): void {
    const until = this.instant + milliseconds;
    for (let due = this.nextUpTo(until); due; due = this.nextUpTo(until)) {
      this.alarms = this.alarms.filter((alarm) => alarm !== due);
      this.instant = Math.max(this.instant, due.at);
      due.ring();
    }
    this.instant = until;
  }

  /** How long until the next alarm, if there is one. */
  untilNext(): number | undefined {
    const [next] = this.alarms.toSorted((a, b) => a.at - b.at);
    return next && Math.max(0, next.at - this.instant);
  }

  private nextUpTo(until: number): ModelAlarm | undefined {
    return this.alarms.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
  }
}
