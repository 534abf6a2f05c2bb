import type { LocalCloud } from '../cloud';

/**
 * Stops the cloud at Ctrl-C (or SIGTERM), and says so. A second signal ends the process at once.
 * @returns resolves once the cloud has stopped
 */
export function stopOnSignal(cloud: LocalCloud): Promise<void> {
  return new Promise((resolve, reject) => {
    let stopping = false;
    const stop = async (): Promise<void> => {
      if (stopping) process.exit(1);
      stopping = true;
      process.stdout.write('\nStopping …\n');
      await cloud.stop();
      process.stdout.write('Stopped.\n');
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.on(signal, () => void stop().then(resolve, reject));
  });
}
