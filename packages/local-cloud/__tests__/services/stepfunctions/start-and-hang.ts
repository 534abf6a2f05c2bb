import { StateMachineCloud } from '../../../testing/state-machine-cloud';
import { longWait } from './long-wait';

/** A process to be killed: starts execution `e1` in the folder given, says so, and never ends by itself. */
async function main(): Promise<void> {
  const [, , dataDirectory = ''] = process.argv;
  const cloud = await StateMachineCloud.with(longWait, undefined, { dataDirectory });
  await cloud.begin('e1');
  process.stdout.write('started\n');
}

void main();
