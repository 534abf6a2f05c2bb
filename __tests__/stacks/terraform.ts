import { execFile, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export interface TerraformResult {
  readonly code: number;
  readonly output: string;
}

const LOCK_FILE = '.terraform.lock.hcl';

/** What short runs leave behind need not be collected (https://go.dev/doc/gc-guide). */
export const SHORT_RUNS = { GOGC: 'off', GOMEMLIMIT: '2GiB' };

/** Without this machine's settings or credentials. */
const ENVIRONMENT = {
  ...process.env,
  CHECKPOINT_DISABLE: '1',
  TF_CLI_CONFIG_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ACCESS_KEY_ID: 'plan',
  AWS_SECRET_ACCESS_KEY: 'plan',
  ...SHORT_RUNS,
};

/**
 * Synthesized stacks as modules of one configuration, with local state in place of S3: Terraform without an AWS
 * account, which reads the provider's schema once for all of them.
 */
export class TerraformFolder {
  private readonly folder = mkdtempSync(join(tmpdir(), 'keyhold-terraform-'));

  constructor(stacks: readonly string[]) {
    const module: Record<string, { source: string }> = {};
    for (const stack of stacks) {
      const name = basename(stack);
      cpSync(stack, join(this.folder, name), { recursive: true });
      // Their paths begin where Terraform runs; each has the hash of its content in it.
      const assets = join(stack, 'assets');
      if (existsSync(assets)) cpSync(assets, join(this.folder, 'assets'), { recursive: true });
      cpSync(join(stack, LOCK_FILE), join(this.folder, LOCK_FILE));
      module[name] = { source: `./${name}` };
    }
    writeFileSync(join(this.folder, 'main.tf.json'), JSON.stringify({ module }));
  }

  /** Finds the provider that the lock file names: in a mirror if one is told of, else where Terraform looks. */
  init(): TerraformResult {
    const mirror = process.env['KEYHOLD_PROVIDER_MIRROR'];
    const options = ['-input=false', '-lockfile=readonly', ...(mirror ? [`-plugin-dir=${mirror}`] : [])];
    const run = spawnSync('terraform', ['init', '-no-color', ...options], {
      cwd: this.folder,
      env: ENVIRONMENT,
      encoding: 'utf8',
    });
    return { code: run.status ?? 1, output: run.error?.message ?? run.stdout + run.stderr };
  }

  /** A plan whose provider calls go to `endpoint`. */
  plan(endpoint: string): Promise<TerraformResult> {
    return this.run(['plan', '-input=false', '-lock=false'], { AWS_ENDPOINT_URL: endpoint });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private run(
    [command = '', ...options]: string[],
    variables: Record<string, string>,
  ): Promise<TerraformResult> {
    const settings = { cwd: this.folder, env: { ...ENVIRONMENT, ...variables }, maxBuffer: 64 * 1024 * 1024 };
    return new Promise((resolve) => {
      execFile('terraform', [command, '-no-color', ...options], settings, (error, stdout, stderr) => {
        resolve({ code: error ? 1 : 0, output: stdout + stderr });
      });
    });
  }
}
