import type { ReviewInput, Told } from './step';

/** What the reading of each change warns of. */
export function changeWarnings({ changes }: ReviewInput): Told {
  return {
    warnings: changes.flatMap(({ change: { address }, warnings }) =>
      warnings.map((sentence) => ({ address, sentence })),
    ),
  };
}
