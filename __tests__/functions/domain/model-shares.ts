import type { Share, Shares } from '../../../functions/domain/share';

/** The shares in memory: one that has changed since it was read is not replaced. */
export class ModelShares implements Shares {
  readonly items = new Map<string, Share>();
  private changes = 0;

  async find(owner: string): Promise<Share> {
    return this.items.get(owner) ?? { version: undefined, holds: [], expiresAt: 0 };
  }

  async replace(owner: string, share: Omit<Share, 'version'>, version: Share['version']): Promise<boolean> {
    if (this.items.get(owner)?.version !== version) return false;

    this.items.set(owner, { ...share, version: `v${++this.changes}` });
    return true;
  }
}
