import './failure';
import { runSchedule, scheduleOf } from '../laws/schedules';
import { endCommand } from './end-command';
import { program, wholeNumber } from './program';
import { Terminal } from './terminal';

const command = program(
  'npm run laws',
  'Runs many schedules of guests, staff, provider and faults, and says whether a law breaks.',
)
  .option('--schedules <number>', 'how many', wholeNumber, 100_000)
  .option('--seed <number>', 'of the first schedule; each next one has the next seed', wholeNumber, 1)
  .option('--faults <number>', 'how much may go wrong in one schedule', wholeNumber, 4)
  .option('--requests <number>', 'how many requests are under way at once', wholeNumber, 3)
  .addHelpText('after', '\nExit codes: 0 every law holds, 1 one is broken, 130 stopped by Ctrl-C.');

/** So many schedules are told of at once. */
const TELLING = 1_000;

async function run(terminal: Terminal): Promise<number> {
  const options = command
    .parse()
    .opts<{ schedules: number; seed: number; faults: number; requests: number }>();
  let looks = 0;
  for (let done = 0; done < options.schedules; done++) {
    terminal.stopped.throwIfAborted();
    if (done % TELLING === 0) terminal.say(`  ${done} schedules, ${looks} moments of quiet`);
    const seed = options.seed + done;
    const result = await runSchedule(scheduleOf(seed), options);
    looks += result.looks;
    if (result.broken.length === 0) continue;
    terminal.say(`\n✗ Schedule ${seed} breaks a law:\n`);
    for (const each of result.path) terminal.say(`  ${each}`);
    for (const each of result.broken) terminal.say(`\n✗ ${each}`);
    return 1;
  }
  terminal.say(`  Every law holds: ${options.schedules} schedules, ${looks} moments of quiet.`);
  return 0;
}

endCommand(() => run(new Terminal()));
