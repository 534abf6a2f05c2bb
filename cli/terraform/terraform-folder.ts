import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ProviderSchemas, type StateFile, stateAfter } from './state-after';

/** Terraform said no: its own message, and what usually helps. */
export class TerraformFailed extends Error {
  override readonly name = 'TerraformFailed';
}

export interface OfflineOptions {
  /** Where the provider's calls go instead of AWS: the local gateway. */
  readonly endpoint: string;
  /** What runs before the change; nothing unless told. */
  readonly state?: string;
}

export interface TerraformPlan {
  /** The output of `terraform show -json`: it holds secrets in clear. */
  readonly json: string;
  /** Terraform's message where it could not plan to the end. */
  readonly error: string | undefined;
}

/** Without this machine's account: what a plan asks for, the local gateway answers. */
const NO_ACCOUNT = {
  AWS_ACCESS_KEY_ID: 'offline',
  AWS_SECRET_ACCESS_KEY: 'offline',
  AWS_EC2_METADATA_DISABLED: 'true',
};

const PLAN = 'review.tfplan';

/** A copy of a synthesized stack's folder in which Terraform runs; it goes with {@link remove}, and the plan with it. */
export class TerraformFolder {
  private readonly folder = mkdtempSync(join(tmpdir(), 'keyhold-plan-'));
  private readonly environment: NodeJS.ProcessEnv;

  constructor(
    stack: string,
    private readonly offline?: OfflineOptions,
  ) {
    cpSync(stack, this.folder, { recursive: true });
    this.environment = { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
    if (!offline) return;
    Object.assign(this.environment, NO_ACCOUNT, { AWS_ENDPOINT_URL: offline.endpoint });
    const local = { terraform: { backend: { local: {} } } };
    writeFileSync(join(this.folder, 'backend_override.tf.json'), JSON.stringify(local));
    if (offline.state !== undefined) writeFileSync(join(this.folder, 'terraform.tfstate'), offline.state);
  }

  /**
   * Fetches the provider that the lock file names: from KEYHOLD_PROVIDER_MIRROR, a folder of providers, if it is set.
   * @throws TerraformFailed when Terraform or the provider is not to be had
   */
  async init(): Promise<void> {
    const mirror = process.env['KEYHOLD_PROVIDER_MIRROR'];
    const options = ['-input=false', '-lockfile=readonly', ...(mirror ? [`-plugin-dir=${mirror}`] : [])];
    const { code, stderr } = await this.run('init', options);
    if (code !== 0) throw new TerraformFailed(`terraform init failed:\n${stderr}`);
  }

  /**
   * Plans. A plan that prevent_destroy stops is a result as well: Terraform writes down what it would have done.
   * @throws TerraformFailed when there is no plan at all
   */
  async plan(): Promise<TerraformPlan> {
    // Nothing is there to be refreshed offline; a review changes nothing, so it needs no lock.
    const refresh = this.offline ? ['-refresh=false'] : [];
    const made = await this.run('plan', ['-input=false', '-lock=false', ...refresh, `-out=${PLAN}`]);
    const shown = await this.run('show', ['-json', PLAN]);
    if (shown.code !== 0) throw new TerraformFailed(`terraform plan failed:\n${made.stderr || shown.stderr}`);
    return { json: shown.stdout, error: made.code === 0 ? undefined : messageOf(made.stderr) };
  }

  /** The state that applying the plan would leave, with made-up values where AWS alone knows them. */
  async stateAfter({ json }: TerraformPlan): Promise<StateFile> {
    const { code, stdout, stderr } = await this.run('providers', ['schema', '-json']);
    if (code !== 0) throw new TerraformFailed(`terraform providers schema failed:\n${stderr}`);
    return stateAfter(JSON.parse(json), JSON.parse(stdout) as ProviderSchemas);
  }

  /** Puts another state in the place of the one before: the next plan starts from it. */
  takeState(state: StateFile): void {
    writeFileSync(join(this.folder, 'terraform.tfstate'), JSON.stringify(state));
  }

  /** The plan holds secrets: nothing of it stays. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(
    command: string,
    options: readonly string[],
  ): Promise<{ code: number; stdout: string; stderr: string }> {
    // `terraform providers schema` knows no colours to switch off.
    const words = command === 'providers' ? [command, ...options] : [command, '-no-color', ...options];
    return new Promise((resolve, reject) => {
      const child = spawn('terraform', words, { cwd: this.folder, env: this.environment });
      const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
      child.stdout.on('data', (chunk: Buffer) => output.stdout.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => output.stderr.push(chunk));
      child.on('error', () =>
        reject(
          new TerraformFailed(
            'Terraform is not to be had: install version 1.11 or newer (https://developer.hashicorp.com/terraform/install) and put it on the PATH.',
          ),
        ),
      );
      child.on('close', (code) =>
        resolve({
          code: code ?? 1,
          stdout: Buffer.concat(output.stdout).toString('utf8'),
          stderr: Buffer.concat(output.stderr).toString('utf8'),
        }),
      );
    });
  }
}

/** Terraform's message without the frame around it, and without the code that it quotes: that may hold anything. */
export function messageOf(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/^[│╷╵]\s?/, '').trimEnd())
    .filter((line) => line !== '' && !/^\s*(on .*line \d+|\d+:)/.test(line))
    .join('\n');
}
