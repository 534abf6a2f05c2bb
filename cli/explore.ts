import './failure';
import { explore } from '../laws/explorer';
import { OPENINGS } from '../laws/openings';
import { endCommand } from './end-command';
import { program, wholeNumber } from './program';
import { Terminal } from './terminal';

const command = program(
  'npm run explore',
  'Explores everything that can happen to an apartment within so many steps, and says whether a law breaks.',
)
  .option('--depth <steps>', 'how many steps', wholeNumber, 10)
  .option('--faults <number>', 'how much may go wrong', wholeNumber, 1)
  .option('--requests <number>', 'how many requests are under way at once', wholeNumber, 2)
  .option('--whole', 'a request is one step; otherwise each of its calls is one')
  .addHelpText('after', '\nExit codes: 0 every law holds, 1 one is broken, 130 stopped by Ctrl-C.');

async function run(terminal: Terminal): Promise<number> {
  const options = command
    .parse()
    .opts<{ depth: number; faults: number; requests: number; whole?: boolean }>();
  for (const [name, opening] of Object.entries(OPENINGS)) {
    terminal.step(`From: ${name}`);
    const { violation, states, transitions, depth } = await explore({
      ...options,
      opening,
      signal: terminal.stopped,
      onProgress: (at) =>
        terminal.say(
          `  depth ${at.depth}: ${at.states} states, ${at.transitions} transitions, ${at.waiting} states to go`,
        ),
    });
    terminal.stopped.throwIfAborted();
    if (violation) {
      terminal.say(`\n✗ After ${depth} steps a law is broken:\n`);
      for (const each of [...opening, ...violation.path]) terminal.say(`  ${each}`);
      for (const each of violation.broken) terminal.say(`\n✗ ${each}`);
      return 1;
    }
    terminal.say(`  Every law holds: ${states} states, ${transitions} transitions.`);
  }
  return 0;
}

endCommand(() => run(new Terminal()));
