import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Share, Shares } from '../domain/share';
import type { Table } from './table';
import { changeOf, type Transition } from './transition';

/** An item of the table of reservations that has no attribute of their indexes. */
const shareItem: z.ZodType<Share> = z.object({
  version: z.string(),
  holds: z.array(
    z.object({
      reservationId: z.string(),
      apartmentId: z.string(),
      until: z.string(),
      claims: z.array(z.string()),
    }),
  ),
  expiresAt: z.number(),
});

const NONE: Share = { version: undefined, holds: [], expiresAt: 0 };

const SET = 'SET #version = :next, #holds = :holds, #expiresAt = :expiresAt';

const transitions = {
  begin: { condition: 'attribute_not_exists(Id)', update: SET },
  replace: { condition: '#version = :version', update: SET },
} as const satisfies Record<string, Transition>;

/**
 * Shares: items `share#<owner>` of the table of reservations, which DynamoDB removes once nothing holds or rests. The
 * role needs `dynamodb:GetItem` and `dynamodb:UpdateItem` on it.
 */
export class ShareRepository implements Shares {
  constructor(private readonly table: Table) {}

  async find(owner: string): Promise<Share> {
    return (await this.table.read(idOf(owner), shareItem)) ?? NONE;
  }

  /** Versions do not count up: an item that was removed and made anew would have an old one again. */
  replace(
    owner: string,
    { holds, expiresAt }: Omit<Share, 'version'>,
    version: Share['version'],
  ): Promise<boolean> {
    const transition = version === undefined ? transitions.begin : transitions.replace;
    const values = { version, next: randomUUID(), holds, expiresAt };
    return this.table.update(idOf(owner), changeOf(transition, values));
  }
}

/** No reservation has an id with this character. */
function idOf(owner: string): string {
  return `share#${owner}`;
}
