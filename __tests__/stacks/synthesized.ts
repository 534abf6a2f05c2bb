import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackFolder, variantFolder } from '../synthesize';
import type { Variant } from './variants';

export type Block = Record<string, unknown>;

export interface Synthesized {
  readonly terraform: Block;
  readonly provider: Record<string, Block[]>;
  readonly data: Record<string, Record<string, Block>>;
  readonly resource: Record<string, Record<string, Block>>;
  readonly output: Record<string, Block>;
}

/** Every stack that synthesis gives, `local` included. */
export const STACKS = ['keyhold-dev', 'keyhold-staging', 'keyhold-prod', 'keyhold-local', 'keyhold-state'];

export function readStack(name: string): Synthesized {
  return readFolder(stackFolder(name));
}

/** A stack with settings that no environment has. */
export function readVariant(variant: Variant): Synthesized {
  const stacks = join(variantFolder(variant), 'stacks');
  return readFolder(join(stacks, ...readdirSync(stacks)));
}

/** Without the comments that Terraform does not read: the path of each construct. */
function readFolder(folder: string): Synthesized {
  const text = readFileSync(join(folder, 'cdk.tf.json'), 'utf8');
  return JSON.parse(text, (key, value: unknown) => (key === '//' ? undefined : value)) as Synthesized;
}

/** All resources of a type, each with its address. */
export function resources(stack: Synthesized, type: string): [address: string, config: Block][] {
  return Object.entries(stack.resource[type] ?? {}).map(([name, config]) => [`${type}.${name}`, config]);
}

export interface Statement {
  readonly sid?: string;
  readonly effect?: string;
  readonly actions: string[];
  readonly resources?: string[];
  readonly principals?: { type: string; identifiers: string[] }[];
  readonly condition?: { test: string; variable: string; values: string[] }[];
}

/** The statements of every policy document of a stack, each with the document's address. */
export function statements(stack: Synthesized): [address: string, statement: Statement][] {
  return Object.entries(stack.data['aws_iam_policy_document'] ?? {}).flatMap(([name, document]) =>
    (document['statement'] as Statement[]).map((statement): [string, Statement] => [name, statement]),
  );
}
