/** When a request left and its answer came, by this machine's clock, and the answer's `Date`; all in ms. */
export interface ClockSample {
  readonly sentAt: number;
  readonly receivedAt: number;
  /** The server's clock when it answered, rounded down to the second (RFC 9110, section 6.6.1). */
  readonly date: number;
}

/** The `Date` header counts in seconds: the true instant is up to this much later. */
const DATE_RESOLUTION_MS = 1000;
/** A step back that is larger corrects a clock that was wrong. */
const LARGEST_REFINEMENT_MS = 5000;

/**
 * An estimate of the server's clock from the `Date` of its answers. Every answer limits how far that clock can be
 * ahead of this machine's; all answers together give narrower limits than one. A hold's deadline is compared
 * with this clock, because a guest's own clock may be wrong by hours.
 */
export class ServerClock {
  private least = Number.NEGATIVE_INFINITY;
  private most = Number.POSITIVE_INFINITY;
  private told = Number.NEGATIVE_INFINITY;

  constructor(private readonly local: () => number) {}

  learn({ sentAt, receivedAt, date }: ClockSample): void {
    const least = date - receivedAt;
    const most = date + DATE_RESOLUTION_MS - sentAt;
    if (most < least) return;
    const agrees = least <= this.most && most >= this.least;
    // A disagreement means that a clock was set meanwhile: then only the newest answer counts.
    this.least = agrees ? Math.max(least, this.least) : least;
    this.most = agrees ? Math.min(most, this.most) : most;
  }

  /**
   * The latest time that it can be on the server now (ms since the epoch), never earlier than the true time. When
   * the limits get narrower it stands still for that long, so that a hold that has ended does not begin again.
   */
  now(): number {
    const estimate = this.local() + (Number.isFinite(this.most) ? this.most : 0);
    const refined = estimate < this.told && this.told - estimate <= LARGEST_REFINEMENT_MS;
    this.told = refined ? this.told : estimate;
    return this.told;
  }
}
