import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackFolder } from '../synthesize';

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
  return JSON.parse(readFileSync(join(stackFolder(name), 'cdk.tf.json'), 'utf8')) as Synthesized;
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
