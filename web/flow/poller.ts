import { pause } from './schedule';

/** What the poller has to know of the page. */
export interface Surroundings {
  visible(): boolean;
  online(): boolean;
  /** From 0 to 1. */
  random(): number;
}

/** Looks again and again, one look at a time, at the pace of `pause`. */
export class Poller {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private looking = false;
  private wokenMeanwhile = false;
  private strikes = 0;

  /** @param look resolves to whether it brought something; it never rejects. */
  constructor(
    private readonly look: () => Promise<boolean>,
    private readonly surroundings: Surroundings,
  ) {}

  /** Looks at once: the page is seen again, is online again, or something has just happened. */
  wake(): void {
    if (this.looking) {
      this.wokenMeanwhile = true;
      return;
    }
    clearTimeout(this.timer);
    void this.turn();
  }

  private async turn(): Promise<void> {
    this.looking = true;
    const brought = await this.look();
    this.looking = false;
    const visible = this.surroundings.visible();
    const online = this.surroundings.online();
    this.strikes = brought && visible && online ? 0 : this.strikes + 1;
    if (this.wokenMeanwhile) {
      this.wokenMeanwhile = false;
      this.wake();
      return;
    }
    const wait = pause({ visible, online, strikes: this.strikes }, this.surroundings.random());
    this.timer = setTimeout(() => void this.turn(), wait);
  }
}
