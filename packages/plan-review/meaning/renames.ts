import type { ResourceChange } from '../plan/terraform-plan';
import { realName } from './names';

/** A resource that is destroyed at one address and made at another under the same name: a construct that moved. */
export interface Rename {
  readonly from: string;
  readonly to: string;
  readonly realName: string;
  /** The line to write in the stack, on the resource at its new place. */
  readonly line: string;
}

/** Constructs that were renamed or moved: their address is their path in the tree (checklist of CDKTF's traps). */
export function findRenames(changes: readonly ResourceChange[]): Rename[] {
  const created = changes.filter(({ action }) => action === 'create');
  const taken = new Set<string>();
  return changes
    .filter(({ action }) => action === 'delete')
    .flatMap((deleted) => {
      const name = realName(deleted.type, deleted.before);
      const match = created.find(
        ({ type, after, address }) =>
          type === deleted.type &&
          !taken.has(address) &&
          name !== undefined &&
          realName(type, after) === name,
      );
      if (!match || name === undefined) return [];
      taken.add(match.address);
      return [{ from: deleted.address, to: match.address, realName: name, line: moveLine(deleted.address) }];
    });
}

/** cdktf writes it as Terraform's `moved` block: nothing is destroyed. */
function moveLine(from: string): string {
  return `resource.moveFromId('${from}');`;
}
