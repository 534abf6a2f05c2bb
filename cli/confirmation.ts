import { CommandFailed } from './command-failed';
import type { Terminal } from './terminal';

/**
 * Goes on only if exactly the word is typed.
 * @throws CommandFailed otherwise: nothing has been changed
 */
export async function confirm(question: string, word: string, terminal: Terminal): Promise<void> {
  const answer = await terminal.ask(`\n${question} Only "${word}" does it: `);
  if (answer === word) return;
  const why = answer === undefined ? 'Nobody was there to answer (--yes is for CI)' : 'You did not say so';
  throw new CommandFailed(`${why}: nothing was changed.`);
}
