import type { Json, JsonObject } from '../core/json';
import { isObject } from '../core/json';
import { block } from './blocks';
import { ExpressionError, SYNTHESIZE_AGAIN, stackUnusable } from './errors';

/** A resource, data source or ephemeral resource as the stack declares it, its expressions not yet evaluated. */
export interface Declaration {
  /** `aws_dynamodb_table` */
  readonly type: string;
  readonly name: string;
  /** `aws_dynamodb_table.orders`, `data.aws_region.current`, `ephemeral.aws_secretsmanager_random_password.x`. */
  readonly address: string;
  /** The configuration without Terraform's own arguments (`depends_on`, `lifecycle`, …). */
  readonly config: JsonObject;
  /** The addresses of `depends_on`. */
  readonly dependsOn: readonly string[];
}

/** Arguments that tell Terraform how to go about a resource, and say nothing about the resource itself. */
const META_ARGUMENTS = new Set(['//', 'depends_on', 'lifecycle', 'provider', 'connection', 'provisioner']);
const UNSUPPORTED = ['count', 'for_each', 'dynamic'];

/** The declarations of a `resource`, `data` or `ephemeral` block. */
export function declarations(
  members: readonly [string, Json][],
  prefix: '' | 'data.' | 'ephemeral.',
): Declaration[] {
  return members.flatMap(([type, byName]) => {
    if (!isObject(byName)) throw stackUnusable(`${prefix}${type} is not an object`, SYNTHESIZE_AGAIN);
    return Object.entries(byName).map(([name, body]) =>
      declaration(type, name, body, `${prefix}${type}.${name}`),
    );
  });
}

function declaration(type: string, name: string, body: Json, address: string): Declaration {
  const given = block(body);
  if (!given) throw stackUnusable(`${address} has no configuration`, SYNTHESIZE_AGAIN);
  for (const argument of UNSUPPORTED) {
    if (argument in given) {
      throw stackUnusable(
        `${address}: \`${argument}\` is not supported locally`,
        'Declare each resource by itself.',
      );
    }
  }
  const config = Object.fromEntries(
    Object.entries(given).filter(([argument]) => !META_ARGUMENTS.has(argument)),
  );
  return { type, name, address, config, dependsOn: dependsOn(given.depends_on) };
}

function dependsOn(value: Json | undefined): string[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter((item) => typeof item === 'string')
    .map((text) => text.replace(/^\$\{(.*)\}$/, '$1').trim());
}

/**
 * The address of what a reference reaches: a resource, a data source, an ephemeral resource or a local value. Undefined for what is
 * known without evaluating anything (`var.x`, `path.module`).
 */
export function addressOf(path: readonly string[]): string | undefined {
  const [root = '', first, second] = path;
  switch (root) {
    case 'var':
    case 'path':
    case 'terraform':
      return undefined;
    case 'each':
    case 'count':
    case 'self':
    case 'module':
      throw new ExpressionError(`\`${path.join('.')}\`: references to \`${root}\` are not supported locally`);
    case 'data':
    case 'ephemeral':
      if (second === undefined) break;
      return `${root}.${first}.${second}`;
    default:
      if (first === undefined) break;
      return `${root}.${first}`;
  }
  throw new ExpressionError(`\`${path.join('.')}\` is no reference to anything`);
}
