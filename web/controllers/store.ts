import { type PageEvent, type PageState, reduce } from '../state/page';

type Listener = (after: PageState, before: PageState) => void;

/** The one place where the page's state changes. Listeners are called for every event, in order of subscription. */
export class Store {
  private readonly listeners: Listener[] = [];

  /** @param now the server's clock, as estimated by the page */
  constructor(
    private current: PageState,
    private readonly now: () => number,
  ) {}

  get state(): PageState {
    return this.current;
  }

  /** When this returns, every listener has run: what must be stored is stored. */
  dispatch(event: PageEvent): void {
    const before = this.current;
    this.current = reduce(before, event, this.now());
    for (const listener of this.listeners) listener(this.current, before);
  }

  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }
}
