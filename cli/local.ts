import './failure';
import { exportData, importData, LocalCloud } from '@keyhold/local-cloud';
import { type ArtifactOptions, artifactOf } from './artifact';
import { endCommand } from './end-command';
import { execute } from './local-exec';
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
      inLocalCloud(artifact, (cloud) => execute(line, cloud)),
    );
  },

  async export(folder, { dataDir, secrets = false, ...options }) {
    const { snapshots } = await withArtifact(options, (artifact) =>
      exportData({ artifact, dataDirectory: dataDir, folder, product: KEYHOLD }, { secrets }),
    );
    const without = secrets ? '' : '; without the values of secrets (--secrets)';
    process.stdout.write(`Exported ${Object.keys(snapshots).join(', ')} to ${folder}${without}.\n`);
  },

  async import(folder, { dataDir, force = false, ...options }) {
    const { exportedAt, secrets } = await withArtifact(options, (artifact) =>
      importData({ artifact, dataDirectory: dataDir, folder, product: KEYHOLD }, { force }),
    );
    process.stdout.write(`Imported what was exported at ${exportedAt.toISOString()} into ${dataDir}.\n`);
    if (!secrets)
      process.stdout.write(
        'The values of secrets were not in it: those that the stack generates get new values, others have to be set again.\n',
      );
  },
});

endCommand(async () => {
  await command.parseAsync();
  return Number(process.exitCode ?? 0);
});
