import type { LocalCloud } from '@keyhold/local-cloud';
import type { BrowserContext, Request } from 'playwright-core';

/** The requests of one browser that wait for their answers. */
export class Traffic {
  private readonly waiting = new Set<Request>();

  constructor(context: BrowserContext) {
    context.on('request', (request) => this.waiting.add(request));
    context.on('requestfinished', (request) => this.waiting.delete(request));
    context.on('requestfailed', (request) => this.waiting.delete(request));
  }

  /** Resolves at a moment when nothing waits. */
  async lull(): Promise<void> {
    while (this.waiting.size > 0) {
      await Promise.all([...this.waiting].map((request) => answered(request)));
    }
  }
}

/** The system's clock leaps at a moment when no browser waits: to what is under way, it would be a timeout. */
export async function leap(
  cloud: LocalCloud,
  traffic: readonly Traffic[],
  milliseconds: number,
): Promise<void> {
  for (const one of traffic) await one.lull();
  cloud.clock.advance(milliseconds);
}

async function answered(request: Request): Promise<void> {
  const response = await request.response().catch(() => null);
  await response?.finished();
}
