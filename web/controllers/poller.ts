import { pollDelay } from './poll-delay';

/** What the poller needs to know of the page. */
export interface PollerEnvironment {
  visible(): boolean;
  online(): boolean;
  /** From 0 to 1. */
  random(): number;
}

/** Refreshes again and again, one refresh at a time, with the pauses of `pollDelay`. */
export class Poller {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private refreshing = false;
  private wokenWhileRefreshing = false;
  private idlePolls = 0;

  /** @param refresh resolves to whether it loaded the catalog; it never rejects */
  constructor(
    private readonly refresh: () => Promise<boolean>,
    private readonly environment: PollerEnvironment,
  ) {}

  /** Refreshes at once: the page is visible or online again, or something has changed. */
  wake(): void {
    if (this.refreshing) {
      this.wokenWhileRefreshing = true;
      return;
    }
    clearTimeout(this.timer);
    void this.turn();
  }

  private async turn(): Promise<void> {
    this.refreshing = true;
    const loaded = await this.refresh();
    this.refreshing = false;
    const visible = this.environment.visible();
    const online = this.environment.online();
    this.idlePolls = loaded && visible && online ? 0 : this.idlePolls + 1;
    if (this.wokenWhileRefreshing) {
      this.wokenWhileRefreshing = false;
      this.wake();
      return;
    }
    const wait = pollDelay({ visible, online, idlePolls: this.idlePolls }, this.environment.random());
    this.timer = setTimeout(() => void this.turn(), wait);
  }
}
