import { type PageEvent, type PageState, reduce } from '../state/page';

type Listener = (after: PageState, before: PageState) => void;

/** The one place where the page's state changes. Listeners hear of every step, in the order they came. */
export class Store {
  private readonly listeners: Listener[] = [];

  /** @param now the server's clock, as the page knows it */
  constructor(
    private current: PageState,
    private readonly now: () => number,
  ) {}

  get state(): PageState {
    return this.current;
  }

  /** When this returns, every listener has done its part: what must be written down is written down. */
  dispatch(event: PageEvent): void {
    const before = this.current;
    this.current = reduce(before, event, this.now());
    for (const listener of this.listeners) listener(this.current, before);
  }

  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }
}
