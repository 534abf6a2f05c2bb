/** A separate process that loads the local cloud, starts it on the given stack, and prints how long each took. */
async function main(artifact: string): Promise<void> {
  const start = performance.now();
  const { LocalCloud } = await import('@keyhold/local-cloud');
  const loaded = performance.now();
  const cloud = await LocalCloud.start({ artifact });
  const started = performance.now();
  await cloud.stop();
  const phases = { loading: (loaded - start) / 1_000, services: (started - loaded) / 1_000 };
  process.stdout.write(`${JSON.stringify(phases)}\n`);
}

void main(process.argv[2] ?? '');
