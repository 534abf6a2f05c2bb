import { UserError } from '@keyhold/local-cloud/errors';
import type { Terminal } from './terminal';

/**
 * Goes on only if exactly the word is typed.
 * @throws UserError otherwise: nothing has been changed
 */
export async function confirm(question: string, word: string, terminal: Terminal): Promise<void> {
  const answer = await terminal.ask(`\n${question} Only "${word}" does it: `);
  if (answer === word) return;
  const why = answer === undefined ? 'Nobody was there to answer' : `The answer was not "${word}"`;
  const next = answer === undefined ? 'In CI, give --yes.' : 'To go on, run this again.';
  throw new UserError('NotConfirmed', `${why}: nothing was changed.`, next);
}
