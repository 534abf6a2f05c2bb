import './failure';
import type { LocalCloud } from '@keyhold/local-cloud';
import { type ArtifactOptions, artifactOf } from './artifact';
import { endCommand } from './end-command';
import { printLog } from './local-log';
import { localCommand } from './local-options';
import { KEYHOLD } from './product';
import { loadSamples } from './samples';

/** Stdout is the command's alone. */
function progress(what: string): void {
  process.stderr.write(`${what} …\n`);
}

// Read when there is something to do: help and refusals come at once.
const localCloud = () => import('@keyhold/local-cloud');
const archive = () => import('@keyhold/local-cloud/cli');

async function withArtifact<T>(options: ArtifactOptions, work: (folder: string) => Promise<T>): Promise<T> {
  const { folder, remove } = await artifactOf(options, progress);
  try {
    return await work(folder);
  } finally {
    remove();
  }
}

/** With the sample apartments in its empty table, as `npm start` has them. */
async function inLocalCloud<T>(artifact: string, work: (cloud: LocalCloud) => Promise<T>): Promise<T> {
  const cloud = await (await localCloud()).LocalCloud.start({ artifact, product: KEYHOLD, log: printLog() });
  try {
    const table = cloud.outputs['apartmentsTable'];
    if (typeof table === 'string') await loadSamples(cloud, table);
    return await work(cloud);
  } finally {
    await cloud.stop();
  }
}

const command = localCommand({
  async exec(line, options) {
    const { runCommand } = await localCloud();
    process.exitCode = await withArtifact(options, (artifact) =>
      inLocalCloud(artifact, (cloud) => runCommand(line, cloud)),
    );
  },

  async export(folder, { dataDir, secrets = false, ...options }) {
    const { runExport } = await archive();
    await withArtifact(options, (artifact) =>
      runExport({ artifact, dataDirectory: dataDir, folder, product: KEYHOLD }, { secrets }),
    );
  },

  async import(folder, { dataDir, force = false, ...options }) {
    const { runImport } = await archive();
    await withArtifact(options, (artifact) =>
      runImport({ artifact, dataDirectory: dataDir, folder, product: KEYHOLD }, { force }),
    );
  },
});

endCommand(async () => {
  await command.parseAsync();
  return Number(process.exitCode ?? 0);
});
