import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@keyhold/local-cloud/errors';
import { type Ended, runChild } from './child';
import { stackFolder, synthesize } from './synthesis';
import type { Terminal } from './terminal';

const ROOT = join(__dirname, '..');

/** Another commit's code gets no credentials: to synthesize needs none. */
const WITHOUT_CREDENTIALS = {
  AWS_ACCESS_KEY_ID: '',
  AWS_SECRET_ACCESS_KEY: '',
  AWS_SESSION_TOKEN: '',
  AWS_PROFILE: '',
};

/**
 * The parsed cdk.tf.json of an environment as another commit synthesizes it, with the packages of this
 * checkout; undefined where that commit has no such environment.
 * @throws UserError where git knows no such commit
 * @throws ChildFailed where it does not synthesize with the packages that are installed here
 */
export async function baseStack(commit: string, environment: string, terminal: Terminal): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'keyhold-base-'));
  try {
    await checkOut(commit, folder, terminal);
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    return await synthesized(folder, environment, terminal);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The files of the commit alone: neither this checkout nor its branches are touched. */
async function checkOut(commit: string, folder: string, terminal: Terminal): Promise<void> {
  const archive = join(folder, 'base.tar');
  const run = (program: string, ...options: string[]): Promise<Ended> =>
    runChild(program, options, { folder: ROOT, show: 'nothing' }, terminal);
  const { code, stderr } = await run('git', 'archive', '--format=tar', '--output', archive, commit);
  const unusable = (said: string) =>
    new UserError('BaseUnusable', `--base ${commit}: ${said.trim()}`, 'Name a commit that this clone has.');
  if (code !== 0) throw unusable(stderr);
  const unpacked = await run('tar', '-xf', archive, '-C', folder);
  if (unpacked.code !== 0) throw unusable(unpacked.stderr);
}

async function synthesized(root: string, environment: string, { stopped }: Terminal): Promise<unknown> {
  const output = join(root, 'cdktf.out');
  await synthesize({ environment, output, root, variables: WITHOUT_CREDENTIALS, signal: stopped });
  const stack = join(stackFolder(output, environment), 'cdk.tf.json');
  return existsSync(stack) ? JSON.parse(readFileSync(stack, 'utf8')) : undefined;
}
