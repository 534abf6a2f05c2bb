import { circumstances } from '../meaning/circumstances';
import { kindOf } from '../meaning/kinds';
import { title } from '../meaning/names';
import type { Rename } from '../meaning/renames';
import type { ForcedReplacement } from '../meaning/replacement';
import type { Forbidden } from '../model';
import type { ResourceChange } from '../plan/terraform-plan';
import type { ReadChange, ReviewInput, Told } from './step';

/** Refuses what would destroy data that no allowance gives up, and says each way out. */
export function forbiddenLosses(input: ReviewInput): Told {
  const refused = input.changes.filter(({ entry }) => entry.risk === 'forbidden');
  return { forbidden: refused.map((each) => refusal(each, input)) };
}

function refusal({ change, entry: { forced } }: ReadChange, { renames, options }: ReviewInput): Forbidden {
  const { environment, error, allowancesFile } = options;
  const { address, type } = change;
  const kind = kindOf(type);
  const rename = renames.find(({ from }) => from === address);
  const does = change.action === 'replace' ? 'replace' : 'destroy';
  const reason = [...circumstances(change), ...forced.map(({ sentence }) => sentence)]
    .map((why) => ` ${why}`)
    .join('');
  const advice = [
    wayToKeep(change, rename, forced),
    `To ${does} it all the same, save what it holds first, and let a reviewer agree to this line under "destroy" in ${allowancesFile}: ${JSON.stringify({ address, environment, reason: '…', expires: 'YYYY-MM-DD' })}`,
    ...(error?.includes('prevent_destroy')
      ? ['prevent_destroy stops Terraform itself as well: it has to go in the same change.']
      : []),
  ];
  const sentence = `This would ${does} the ${title(change)} and lose ${kind.loses ?? 'it'}.${reason}`;
  return { address, sentence, advice };
}

function wayToKeep(
  { address, action, reason }: ResourceChange,
  rename: Rename | undefined,
  forced: readonly ForcedReplacement[],
): string {
  if (reason === 'replace_because_tainted')
    return `If a run was interrupted while it made this, nothing is wrong with it: terraform untaint '${address}' keeps it, and the next run completes it.`;
  if (reason === 'replace_by_request') return 'To keep it, run this again without -replace.';
  if (rename)
    return `If the construct was only renamed or moved, write on the resource at its new place: ${rename.line} Then nothing is destroyed.`;
  if (action === 'delete') return 'To keep it, put its construct back.';
  return `To keep it, restore ${forced.map(({ attribute }) => attribute).join(', ') || 'what it was'} as it was.`;
}
