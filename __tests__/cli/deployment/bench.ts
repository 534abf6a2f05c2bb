import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiled } from '../../programs';
import { stackFolder } from '../../synthesize';

const ROOT = join(__dirname, '..', '..', '..');

/** What the stub answers to one call of a subcommand. */
export interface Reply {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number;
  /** Files that it writes into its folder. */
  readonly writes?: Record<string, string>;
  readonly waitsForInterrupt?: true;
}

/** By subcommand; a list is answered in turn, its last reply again and again. */
export type Scenario = Record<string, Reply | Reply[]>;

export interface Call {
  readonly command: string;
  readonly options: string[];
  readonly folder: string;
  readonly file?: string;
  readonly folderMode?: number;
}

export const VERSION: Reply = { stdout: '{"terraform_version": "1.11.4", "platform": "linux_amd64"}' };

interface Circumstances {
  readonly variables?: Record<string, string>;
  readonly path?: string;
  /** How the command is started: compiled beforehand, if not told. */
  readonly program?: typeof compiled;
}

/** A folder with synthesized stacks and a PATH of its own, on which commands run as processes. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'keyhold-deploy-'));
  readonly artifact = join(this.folder, 'cdktf.out');
  /** Where the command's temporary files go. */
  readonly temporary = join(this.folder, 'tmp');
  private readonly bin = join(this.folder, 'bin');

  constructor(...stacks: string[]) {
    for (const name of stacks)
      cpSync(stackFolder(name), join(this.artifact, 'stacks', name), { recursive: true });
    mkdirSync(this.bin);
    mkdirSync(this.temporary);
  }

  /** Puts the stub on the PATH. */
  stub(scenario: Scenario): this {
    const program = join(this.bin, 'terraform');
    const stub = join(__dirname, 'stub-terraform.cjs');
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${stub}' "$@"\n`);
    chmodSync(program, 0o755);
    writeFileSync(join(this.folder, 'scenario'), JSON.stringify({ version: VERSION, ...scenario }));
    rmSync(join(this.folder, 'calls'), { force: true });
    return this;
  }

  get calls(): Call[] {
    const file = join(this.folder, 'calls');
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as Call);
  }

  /** The subcommands that were run, the question for the version left out. */
  get commands(): string[] {
    return this.calls.map(({ command }) => command).filter((command) => command !== 'version');
  }

  get temporaryFiles(): string[] {
    // Started by tsx, a command has its cache there, too.
    return readdirSync(this.temporary).filter((name) => name.startsWith('keyhold'));
  }

  /** Runs a command on the synthesized stacks. */
  run(
    command: string,
    options: string[],
    { variables = {}, path = this.bin, program = compiled }: Circumstances = {},
  ): CommandProcess {
    const main = [...program(`cli/${command}.ts`), '--artifact', this.artifact, ...options];
    const env = {
      STUB_SCENARIO: join(this.folder, 'scenario'),
      HOME: this.folder,
      PATH: path,
      TMPDIR: this.temporary,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      ...variables,
    };
    return new CommandProcess(spawn(process.execPath, main, { cwd: ROOT, env }));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** A command as a process of its own. */
export class CommandProcess {
  stdout = '';
  stderr = '';
  readonly ended: Promise<number | null>;

  constructor(private readonly child: ChildProcessWithoutNullStreams) {
    child.stdout.on('data', (chunk) => {
      this.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      this.stderr += chunk;
    });
    // It may have ended without reading what was typed.
    child.stdin.on('error', () => undefined);
    this.ended = once(child, 'close').then(([code]) => code as number | null);
  }

  /** Waits until it has printed this. */
  async printed(text: string): Promise<void> {
    while (!this.stdout.includes(text)) {
      const gone = await Promise.race([once(this.child.stdout, 'data'), this.ended]);
      if (!Array.isArray(gone) && !this.stdout.includes(text))
        throw new Error(`It ended before it printed "${text}": ${this.stdout}${this.stderr}`);
    }
  }

  type(line: string): this {
    this.child.stdin.write(`${line}\n`);
    return this;
  }

  /** Nobody is at the keyboard. */
  hangUp(): this {
    this.child.stdin.end();
    return this;
  }

  signal(signal: 'SIGINT' | 'SIGTERM'): void {
    this.child.kill(signal);
  }
}
