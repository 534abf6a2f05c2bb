import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from './compile-programs';
import { copyWorkingTree } from './working-tree';

const ROOT = join(__dirname, '..');

/** What commands read. */
const SOURCES = [
  '.terraform.lock.hcl',
  'asl',
  'cli',
  'config',
  'data',
  'functions',
  'graphql',
  'main.ts',
  'package.json',
  'stacks',
  'tsconfig.json',
  'web',
];

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of the sources, with the installed packages of this checkout, in which a test may change what it likes. */
export class SourceCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'keyhold-sources-'));
  /** Where compiled programs lie. */
  readonly programs = join(this.folder, 'dist', 'programs');

  /** @param more what is copied besides what commands read */
  constructor(...more: string[]) {
    copyWorkingTree(this.folder, ...SOURCES, ...more);
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /** Replaces the first `from` of a file. @returns how to undo it */
  change(file: string, from: string, to: string): () => void {
    const path = join(this.folder, file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
    return () => writeFileSync(path, text);
  }

  /** Compiles programs of the copy as it is: `run` then runs these, which takes half the time. */
  async compile(...programs: string[]): Promise<void> {
    await compile(this.folder, programs, this.programs);
  }

  /** Runs a TypeScript file of the copy. */
  run(file: string, ...options: string[]): Ended {
    const compiled = join(this.programs, file.replace(/\.ts$/, '.js'));
    const main = existsSync(compiled) ? [compiled] : ['--import', 'tsx', file];
    const { status, stdout, stderr } = spawnSync(process.execPath, [...main, ...options], {
      cwd: this.folder,
      encoding: 'utf8',
    });
    return { code: status, stdout, stderr };
  }

  /** Runs a program of an installed package. */
  async start(program: string, options: string[], variables: NodeJS.ProcessEnv): Promise<Ended> {
    const child = spawn(process.execPath, [join(this.folder, 'node_modules', program), ...options], {
      cwd: this.folder,
      env: { ...process.env, ...variables },
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.stderr += text;
    });
    const [code] = await once(child, 'close');
    return { code: code as number | null, ...said };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
