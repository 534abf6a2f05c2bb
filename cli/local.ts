import './failure';
import { LocalCloud, runCommand } from '@keyhold/local-cloud';
import { runExport, runImport } from '@keyhold/local-cloud/cli';
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
  const cloud = await LocalCloud.start({ artifact, product: KEYHOLD, log: printLog() });
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
    process.exitCode = await withArtifact(options, (artifact) =>
      inLocalCloud(artifact, (cloud) => runCommand(line, cloud)),
    );
  },

  async export(folder, { dataDir, secrets = false, ...options }) {
    await withArtifact(options, (artifact) =>
      runExport({ artifact, dataDirectory: dataDir, folder, product: KEYHOLD }, { secrets }),
    );
  },

  async import(folder, { dataDir, force = false, ...options }) {
    await withArtifact(options, (artifact) =>
      runImport({ artifact, dataDirectory: dataDir, folder, product: KEYHOLD }, { force }),
    );
  },
});

endCommand(async () => {
  await command.parseAsync();
  return Number(process.exitCode ?? 0);
});
