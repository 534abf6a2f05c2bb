import { z } from 'zod';
import { type ChildOptions, type Ended, runChild } from '../child';
import { CommandFailed } from '../command-failed';
import type { Terminal } from '../terminal';
import { type Explained, explain, type Place, tooOld } from './failures';

/** `terraform output -json`. */
const outputs = z.record(z.string(), z.object({ value: z.unknown(), sensitive: z.boolean().default(false) }));
export type Outputs = z.infer<typeof outputs>;

/** Terraform's answer to `plan -detailed-exitcode`. */
const CHANGES = 2;

/** Terraform ended with an error; what it said has been shown. */
export class TerraformFailed extends CommandFailed {
  override readonly name = 'TerraformFailed';

  constructor(
    command: string,
    code: number,
    readonly explained: Explained | undefined,
  ) {
    const unknown = 'It says why above. What was done is in the state: mend it, then run this again.';
    super(`terraform ${command} failed (exit code ${code}). ${explained?.text ?? unknown}`);
  }
}

/** Terraform as a child process, in the folder of one stack. Its progress is shown as it comes. */
export class Terraform {
  constructor(
    readonly place: Place,
    private readonly terminal: Terminal,
  ) {}

  /** @throws CommandFailed where it is missing, or older than the lock in S3 */
  async requireVersion(): Promise<void> {
    const { stdout } = await this.run(['version', '-json'], { show: 'nothing' });
    const version = /"terraform_version": *"(\d+)\.(\d+)\.([^"]+)"/.exec(stdout);
    const [, major, minor, patch] = version ?? [];
    if (Number(major) < 1 || (Number(major) === 1 && Number(minor) < 11))
      throw new CommandFailed(tooOld(`${major}.${minor}.${patch}`));
  }

  /** @param options besides those that every init has */
  async init(...options: string[]): Promise<void> {
    await this.succeed([...initCommand(), ...options]);
  }

  /** Initializes if the state's bucket is there. @returns whether it is */
  async initIfStateIsThere(): Promise<boolean> {
    const command = initCommand();
    const ended = await this.run(command, { show: 'nothing' });
    if (ended.code === 0) return true;
    const failure = this.failed(command, ended);
    if (failure.explained?.failure === 'no state bucket') return false;
    process.stderr.write(ended.stderr);
    throw failure;
  }

  /** @returns whether there is anything to change */
  async plan(file: string, { destroy = false, quiet = false } = {}): Promise<boolean> {
    const options = ['-input=false', '-detailed-exitcode', `-out=${file}`, ...(destroy ? ['-destroy'] : [])];
    const command = ['plan', ...options];
    const ended = await this.run(command, { show: quiet ? 'errors' : 'all' });
    if (ended.code !== 0 && ended.code !== CHANGES) throw this.failed(command, ended);
    return ended.code === CHANGES;
  }

  /** Applies exactly what was planned. */
  async apply(file: string): Promise<void> {
    await this.succeed(['apply', '-input=false', file]);
  }

  /** A plan as JSON. It holds secrets in clear: it is neither printed nor written. */
  async describe(file: string): Promise<string> {
    const { stdout } = await this.succeed(['show', '-json', file], 'errors');
    return stdout;
  }

  async outputs(): Promise<Outputs> {
    const { stdout } = await this.succeed(['output', '-json'], 'errors');
    return outputs.parse(JSON.parse(stdout));
  }

  private async succeed(command: string[], show: ChildOptions['show'] = 'all'): Promise<Ended> {
    const ended = await this.run(command, { show });
    if (ended.code !== 0) throw this.failed(command, ended);
    return ended;
  }

  private failed([command = '']: string[], { code, stdout, stderr }: Ended): TerraformFailed {
    return new TerraformFailed(command, code, explain(`${stderr}\n${stdout}`, this.place));
  }

  private async run(command: string[], { show }: Pick<ChildOptions, 'show'>): Promise<Ended> {
    const [name = '', ...options] = command;
    const plain = this.terminal.output.isTTY || name === 'version' ? [] : ['-no-color'];
    const settings = { folder: this.place.folder, show, variables: { TF_IN_AUTOMATION: '1' } };
    try {
      // Options come before a plan's file.
      return await runChild('terraform', [name, ...plain, ...options], settings, this.terminal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      throw new CommandFailed(
        'There is no terraform on the PATH.\nInstall 1.11 or newer: https://developer.hashicorp.com/terraform/install',
      );
    }
  }
}

/** With the provider that the lock file names: from KEYHOLD_PROVIDER_MIRROR, a folder of providers, if it is set. */
function initCommand(): string[] {
  const mirror = process.env['KEYHOLD_PROVIDER_MIRROR'];
  return ['init', '-input=false', '-lockfile=readonly', ...(mirror ? [`-plugin-dir=${mirror}`] : [])];
}
