import path from 'node:path';
import type { Json, JsonObject } from '../core/json';
import { block, blocks } from './blocks';
import { dependenciesIn } from './configuration';
import { type Declaration, declarations } from './declaration';
import { type Dependent, inDependencyOrder } from './dependency-order';
import { refuseKeptEphemerals } from './ephemeral-values';
import { members, readStackFile } from './stack-file';

/** What the stack declares to be its `terraform output`. */
export interface DeclaredOutput {
  readonly name: string;
  readonly value: Json;
  /** Not to be shown by whoever prints outputs. */
  readonly sensitive: boolean;
}

/**
 * A synthesized stack: what `cdk.tf.json` declares, parsed and in order, with nothing evaluated. Read it with
 * {@link Stack.read}, run it with an {@link Evaluation}.
 */
export class Stack {
  private constructor(
    /** The folder of `cdk.tf.json`, absolute; paths in the stack are relative to it. */
    readonly directory: string,
    /** The resources, each after all that it refers to. */
    readonly resources: readonly Declaration[],
    readonly dataSources: ReadonlyMap<string, Declaration>,
    readonly ephemeralResources: ReadonlyMap<string, Declaration>,
    readonly locals: ReadonlyMap<string, Json>,
    /** Each variable's default; undefined where it has none. */
    readonly variables: ReadonlyMap<string, Json | undefined>,
    readonly outputs: readonly DeclaredOutput[],
    private readonly awsProvider: JsonObject,
  ) {}

  /** Reads a stack's folder, checks all its expressions and orders its resources; throws a UserError. */
  static read(directory: string): Stack {
    const document = readStackFile(directory);
    const resources = declarations(members(document, 'resource'), '');
    const dataSources = declarations(members(document, 'data'), 'data.');
    const ephemerals = declarations(members(document, 'ephemeral'), 'ephemeral.');
    const locals = members(document, 'locals');
    const outputs = members(document, 'output').map(([name, body]) => output(name, block(body) ?? {}));
    refuseKeptEphemerals([...resources, ...dataSources], locals, outputs);
    return new Stack(
      path.resolve(directory),
      orderOf(resources, [...dataSources, ...ephemerals], locals, outputs),
      byAddress(dataSources),
      byAddress(ephemerals),
      new Map(locals),
      new Map(members(document, 'variable').map(([name, body]) => [name, block(body)?.default])),
      outputs,
      defaultAwsProvider(members(document, 'provider')),
    );
  }

  /** The region of the AWS provider, where the stack spells it out. */
  get region(): string | undefined {
    return literal(this.awsProvider.region);
  }

  /** The one account that the AWS provider is pinned to, where it is. */
  get accountId(): string | undefined {
    const allowed = this.awsProvider.allowed_account_ids;
    return Array.isArray(allowed) && allowed.length === 1 ? literal(allowed[0]) : undefined;
  }
}

function byAddress(declared: readonly Declaration[]): ReadonlyMap<string, Declaration> {
  return new Map(declared.map((each) => [each.address, each]));
}

function output(name: string, body: JsonObject): DeclaredOutput {
  return { name, value: body.value ?? null, sensitive: body.sensitive === true };
}

/** The provider without an alias: what resources use that name none. */
function defaultAwsProvider(providers: readonly [string, Json][]): JsonObject {
  const aws = providers.find(([name]) => name === 'aws');
  return blocks(aws?.[1]).find((provider) => provider.alias === undefined) ?? {};
}

function literal(value: Json | undefined): string | undefined {
  return typeof value === 'string' && !value.includes('${') ? value : undefined;
}

function orderOf(
  resources: readonly Declaration[],
  sources: readonly Declaration[],
  locals: readonly [string, Json][],
  outputs: readonly DeclaredOutput[],
): Declaration[] {
  const nodes = [
    ...resources.map(dependentDeclaration),
    ...sources.map(dependentDeclaration),
    ...locals.map(([name, value]) => dependent(`local.${name}`, value)),
    ...outputs.map(({ name, value }) => dependent(`output.${name}`, value)),
  ];
  const declared = new Set(resources);
  return inDependencyOrder(nodes).flatMap(({ declaration }) =>
    declaration && declared.has(declaration) ? [declaration] : [],
  );
}

interface Node extends Dependent {
  readonly declaration?: Declaration;
}

function dependentDeclaration(declaration: Declaration): Node {
  const { address, config, dependsOn } = declaration;
  return { ...dependent(address, config, dependsOn), declaration };
}

function dependent(address: string, value: Json, dependsOn: readonly string[] = []): Node {
  return { address, dependencies: [...dependsOn, ...dependenciesIn(value, address)] };
}
