import { execFile, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TerraformResult {
  readonly code: number;
  readonly output: string;
}

/** Without this machine's settings or credentials. */
const ENVIRONMENT = {
  ...process.env,
  CHECKPOINT_DISABLE: '1',
  TF_CLI_CONFIG_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ACCESS_KEY_ID: 'plan',
  AWS_SECRET_ACCESS_KEY: 'plan',
};

/** A synthesized stack in a folder of its own, with local state in place of S3: Terraform without an AWS account. */
export class TerraformFolder {
  private readonly folder = mkdtempSync(join(tmpdir(), 'keyhold-terraform-'));

  constructor(stack: string) {
    cpSync(stack, this.folder, { recursive: true });
    const local = { terraform: { backend: { local: {} } } };
    writeFileSync(join(this.folder, 'backend_override.tf.json'), JSON.stringify(local));
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
