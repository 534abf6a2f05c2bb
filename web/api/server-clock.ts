/** When a request left and its answer came, by this machine's clock, and the answer's `Date`; all in ms. */
export interface ClockSample {
  readonly sentAt: number;
  readonly receivedAt: number;
  /** The server's clock when it answered, cut down to the second (RFC 9110, section 6.6.1). */
  readonly date: number;
}

/** The `Date` header counts in seconds: the true instant is up to this much later. */
const DATE_RESOLUTION_MS = 1000;
/** A step back that is larger corrects a clock that was wrong. */
const LARGEST_REFINEMENT_MS = 5000;

/**
 * The server's clock, as well as it can be known from the `Date` of its answers. Every answer bounds how far
 * that clock is ahead of ours; the bounds of all answers together are narrower than any one's. A hold's
 * deadline is compared with this clock, for a guest's own may be wrong by hours.
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
    // Clocks that disagree with what was known have been set since: only the newest answer counts then.
    this.least = agrees ? Math.max(least, this.least) : least;
    this.most = agrees ? Math.min(most, this.most) : most;
  }

  /**
   * The latest that it can be now on the server (ms since the epoch): never before the true instant. Where
   * bounds grow narrower it stands still for that while: a hold that was over does not begin again.
   */
  now(): number {
    const estimate = this.local() + (Number.isFinite(this.most) ? this.most : 0);
    const refined = estimate < this.told && this.told - estimate <= LARGEST_REFINEMENT_MS;
    this.told = refined ? this.told : estimate;
    return this.told;
  }
}
