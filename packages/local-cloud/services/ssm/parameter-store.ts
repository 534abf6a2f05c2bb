import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError } from '../../core/errors';
import type { Parameter } from './parameter';

const FILE = 'parameters.json';
/** It holds secrets as plain text: only its owner may read it. */
const OWNER_ONLY = 0o600;

/** All parameters, by name; with a folder they survive a restart. */
export class ParameterStore {
  private readonly file: string | undefined;
  private readonly parameters: Map<string, Parameter>;

  /** @param folder where they are kept; undefined means in memory */
  constructor(folder: string | undefined) {
    this.file = folder === undefined ? undefined : join(folder, FILE);
    this.parameters = new Map(this.read().map((parameter) => [parameter.name, parameter]));
  }

  find(name: string): Parameter | undefined {
    return this.parameters.get(name);
  }

  /** @throws AwsError `ParameterNotFound`, without a message, as on AWS */
  get(name: string): Parameter {
    const found = this.parameters.get(name);
    if (!found) throw new AwsError('ParameterNotFound', `Parameter ${name} not found.`);
    return found;
  }

  /** By name. */
  all(): Parameter[] {
    return [...this.parameters.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  put(...parameters: readonly Parameter[]): void {
    for (const parameter of parameters) this.parameters.set(parameter.name, parameter);
    this.write();
  }

  delete(name: string): void {
    if (this.parameters.delete(name)) this.write();
  }

  private read(): Parameter[] {
    if (this.file === undefined) return [];
    try {
      return JSON.parse(readFileSync(this.file, 'utf8')) as Parameter[];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  /** Writes the file atomically: a crash leaves the old or the new one. */
  private write(): void {
    if (this.file === undefined) return;
    const next = `${this.file}.next`;
    writeFileSync(next, `${JSON.stringify(this.all(), null, 2)}\n`, { mode: OWNER_ONLY });
    renameSync(next, this.file);
  }
}
