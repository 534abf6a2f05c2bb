import * as z from 'zod';
import type { NewHolds, NewHoldsSwitch } from '../domain/new-holds';
import type { StaffCommand } from '../domain/staff-command';
import type { Table } from './table';
import { any, changeOf, type Transition } from './transition';

/** No reservation's id has a `#`. */
const ID = 'switch#newHolds';

const newHolds: z.ZodType<NewHolds> = z.object({
  stopped: z.boolean(),
  command: z.object({ by: z.string(), at: z.string(), reason: z.string().optional() }),
});

/** Every change is kept, the newest last: some hundred bytes each. */
const SET =
  'SET #stopped = :stopped, #command = :command, #changes = list_append(if_not_exists(#changes, :none), :changes)';

const transitions = {
  /** Where nobody ever changed it, new holds are allowed. */
  stop: { condition: any('attribute_not_exists(#stopped)', '#stopped = :allowed'), update: SET },
  allow: { condition: '#stopped = :before', update: SET },
} as const satisfies Record<string, Transition>;

/**
 * The switch that stops all new holds: one item of the table of reservations. Reading needs `dynamodb:GetItem`,
 * changing `dynamodb:UpdateItem`.
 */
export class NewHoldsRepository implements NewHoldsSwitch {
  constructor(private readonly table: Table) {}

  async find(): Promise<NewHolds> {
    const attributes = ['stopped', 'command'];
    return (await this.table.read(ID, newHolds, { attributes })) ?? { stopped: false };
  }

  change(stopped: boolean, command: StaffCommand): Promise<boolean> {
    const values = { stopped, command, changes: [{ stopped, ...command }], none: [] };
    const change = stopped
      ? changeOf(transitions.stop, { ...values, allowed: false })
      : changeOf(transitions.allow, { ...values, before: true });
    return this.table.update(ID, change);
  }
}
