import type { ReviewInput, Told } from './step';

/** What the caller wants reviewers to know. */
export function givenNotes({ options: { notes = [] } }: ReviewInput): Told {
  return { notes };
}
