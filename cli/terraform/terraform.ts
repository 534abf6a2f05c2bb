import { UserError } from '@keyhold/local-cloud/errors';
import { z } from 'zod';
import { type ChildOptions, type Ended, runChild } from '../child';
import type { Terminal } from '../terminal';
import { type Explained, explain, INSTALL, messageOf, type Place, tooOld } from './failures';
import type { ProviderSchemas } from './state-after';

/** `terraform output -json`. */
const outputs = z.record(z.string(), z.object({ value: z.unknown(), sensitive: z.boolean().default(false) }));
export type Outputs = z.infer<typeof outputs>;

/** Terraform's answer to `plan -detailed-exitcode`. */
const CHANGES = 2;

const VARIABLES = { TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };

export interface TerraformSettings {
  /** Where it runs, if not in the stack's own folder. */
  readonly folder?: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** Only errors are shown. */
  readonly quiet?: true;
}

export interface TerraformPlan {
  /** The output of `terraform show -json`: it holds secrets in clear. */
  readonly json: string;
  /** Terraform's message where it could not plan to the end. */
  readonly error: string | undefined;
}

/** Terraform ended with an error; what it said has been shown. */
export class TerraformFailed extends UserError {
  constructor(
    command: string,
    code: number,
    readonly explained: Explained | undefined,
  ) {
    super(
      'TerraformFailed',
      `terraform ${command} failed (exit code ${code}). ${explained?.sentence ?? 'It says why above.'}`,
      explained?.nextStep ?? 'What was done is in the state: correct the cause, then run this again.',
    );
  }
}

/** The one driver of Terraform: a child process in the folder of one stack. Its progress is shown as it comes. */
export class Terraform {
  constructor(
    readonly place: Place,
    private readonly terminal: Terminal,
    private readonly settings: TerraformSettings = {},
  ) {}

  /** @throws UserError where it is missing, or older than the lock in S3 */
  async requireVersion(): Promise<void> {
    const { stdout } = await this.run(['version', '-json'], 'nothing');
    const version = /"terraform_version": *"(\d+)\.(\d+)\.([^"]+)"/.exec(stdout);
    const [, major, minor, patch] = version ?? [];
    if (Number(major) < 1 || (Number(major) === 1 && Number(minor) < 11))
      throw new UserError('TerraformTooOld', tooOld(`${major}.${minor}.${patch}`), INSTALL);
  }

  /** @param options besides those that every init has */
  async init(...options: string[]): Promise<void> {
    await this.succeed([...initCommand(), ...options]);
  }

  /** Initializes if the state's bucket is there. @returns whether it is */
  async initIfStateIsThere(): Promise<boolean> {
    const command = initCommand();
    const ended = await this.run(command, 'nothing');
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
    const ended = await this.run(command, quiet ? 'errors' : 'all');
    if (ended.code !== 0 && ended.code !== CHANGES) throw this.failed(command, ended);
    return ended.code === CHANGES;
  }

  /**
   * Plans for a review, which changes nothing and so needs no lock. A plan that prevent_destroy stops is a result as
   * well: Terraform writes down what it would have done.
   * @throws TerraformFailed where there is no plan at all
   */
  async planForReview(file: string, ...options: string[]): Promise<TerraformPlan> {
    const command = ['plan', '-input=false', '-lock=false', ...options, `-out=${file}`];
    const made = await this.run(command, 'nothing');
    const shown = await this.run(['show', '-json', file], 'nothing');
    if (shown.code !== 0) {
      const cause = made.code === 0 ? shown : made;
      process.stderr.write(cause.stderr);
      throw this.failed(command, cause);
    }
    return { json: shown.stdout, error: made.code === 0 ? undefined : messageOf(made.stderr) };
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

  /** What the providers know of each resource type. */
  async schemas(): Promise<ProviderSchemas> {
    const { stdout } = await this.succeed(['providers', 'schema', '-json'], 'errors');
    return JSON.parse(stdout) as ProviderSchemas;
  }

  private async succeed(command: string[], show: ChildOptions['show'] = 'all'): Promise<Ended> {
    const ended = await this.run(command, this.settings.quiet ? 'errors' : show);
    if (ended.code !== 0) throw this.failed(command, ended);
    return ended;
  }

  private failed([command = '']: string[], { code, stdout, stderr }: Ended): TerraformFailed {
    return new TerraformFailed(command, code, explain(`${stderr}\n${stdout}`, this.place));
  }

  private async run([name = '', ...options]: string[], show: ChildOptions['show']): Promise<Ended> {
    const { folder = this.place.folder, variables } = this.settings;
    const settings = { folder, show, variables: { ...VARIABLES, ...variables } };
    try {
      // Options come before a plan's file.
      return await runChild('terraform', [name, ...this.plain(name), ...options], settings, this.terminal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      throw new UserError('TerraformMissing', 'There is no terraform on the PATH.', INSTALL);
    }
  }

  /** Colours are for a terminal; some commands have none to switch off. */
  private plain(name: string): string[] {
    const inColour = this.terminal.output.isTTY === true && !this.settings.quiet;
    return inColour || ['version', 'providers'].includes(name) ? [] : ['-no-color'];
  }
}

/** With the provider that the lock file names: from KEYHOLD_PROVIDER_MIRROR, a folder of providers, if it is set. */
function initCommand(): string[] {
  const mirror = process.env['KEYHOLD_PROVIDER_MIRROR'];
  return ['init', '-input=false', '-lockfile=readonly', ...(mirror ? [`-plugin-dir=${mirror}`] : [])];
}
