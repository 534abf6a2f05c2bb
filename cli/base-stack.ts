import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, runChild } from './child';
import { CommandFailed } from './command-failed';
import type { Terminal } from './terminal';

const ROOT = join(__dirname, '..');

/** Another commit's code gets no credentials: to synthesize needs none. */
const WITHOUT_CREDENTIALS = {
  AWS_ACCESS_KEY_ID: '',
  AWS_SECRET_ACCESS_KEY: '',
  AWS_SESSION_TOKEN: '',
  AWS_PROFILE: '',
};

/** The commit does not synthesize with the packages that are installed here. */
export class BaseNotSynthesized extends Error {
  override readonly name = 'BaseNotSynthesized';
}

/**
 * The parsed cdk.tf.json of an environment as another commit synthesizes it, with the packages of this
 * checkout; undefined where that commit has no such environment.
 * @throws CommandFailed where git knows no such commit
 * @throws BaseNotSynthesized
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
  if (code !== 0)
    throw new CommandFailed(`--base ${commit}: ${stderr.trim()}\nName a commit that this clone has.`);
  const unpacked = await run('tar', '-xf', archive, '-C', folder);
  if (unpacked.code !== 0) throw new CommandFailed(`--base ${commit}: ${unpacked.stderr.trim()}`);
}

async function synthesized(folder: string, environment: string, terminal: Terminal): Promise<unknown> {
  const output = join(folder, 'cdktf.out');
  const main = ['--import', 'tsx', 'main.ts', '--environment', environment, '--output', output];
  const { code, stderr } = await runChild(
    process.execPath,
    main,
    { folder, show: 'nothing', variables: WITHOUT_CREDENTIALS },
    terminal,
  );
  if (code !== 0) throw new BaseNotSynthesized(stderr.trim());
  const stack = join(output, 'stacks', `keyhold-${environment}`, 'cdk.tf.json');
  return existsSync(stack) ? JSON.parse(readFileSync(stack, 'utf8')) : undefined;
}
