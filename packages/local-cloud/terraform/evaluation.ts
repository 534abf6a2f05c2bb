import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Account, DataSources } from '../core/data-source';
import type { Json, JsonObject } from '../core/json';
import { isObject } from '../core/json';
import type { Attributes, Resource } from '../core/service';
import { evaluated } from './configuration';
import { openEphemeral } from './data-sources/open-ephemeral';
import { readDataSource } from './data-sources/read-data-source';
import { addressOf, type Declaration } from './declaration';
import { ExpressionError } from './errors';
import { callFunction } from './functions/call-function';
import type { FunctionEnvironment } from './functions/definition';
import { parse } from './language/expression-parser';
import { type EvaluationScope, evaluate } from './language/interpreter';
import { placeholderAttribute, placeholderAttributes } from './placeholder';
import type { DeclaredOutput, Stack } from './stack';

export interface EvaluationSettings extends Account {
  /** What `timestamp` and `plantimestamp` answer throughout. */
  readonly instant: Date;
  /** What services answer to data sources of theirs. */
  readonly dataSources?: DataSources;
  /** What services answer to ephemeral resources of theirs: another value in each run. */
  readonly ephemeralResources?: DataSources;
}

interface ProvidedResource {
  readonly resource: Resource;
  readonly attributes: Attributes;
  /** Its type does not run locally: any attribute of it has some value. */
  readonly placeholder: boolean;
}

/**
 * One run of a stack, from the first resource to the outputs. Whoever provisions asks for the resources in
 * the stack's order, and gives back what each came to have:
 *
 * ```ts
 * for (const declared of stack.resources) {
 *   const resource = evaluation.resource(declared);
 *   if (service) evaluation.provide(resource, await service.provision(resource));
 *   else evaluation.providePlaceholder(resource);
 * }
 * ```
 */
export class Evaluation {
  private readonly provided = new Map<string, ProvidedResource>();
  private readonly known = new Map<string, Json>();
  private readonly placeholders = new Set<string>();
  private readonly scope: EvaluationScope;

  constructor(
    private readonly stack: Stack,
    private readonly settings: EvaluationSettings,
  ) {
    this.scope = this.scopeOf((reference) => this.resolve(reference));
  }

  /** The resource with its configuration evaluated, or a UserError that names it and what went wrong. */
  resource({ type, name, address, config }: Declaration): Resource {
    return { type, name, address, config: evaluated(config, address, this.scope) as JsonObject };
  }

  /** A resource that runs locally: references to it find these attributes, else its configuration. */
  provide(resource: Resource, attributes: Attributes): void {
    this.provided.set(resource.address, { resource, attributes, placeholder: false });
  }

  /** A resource that does not run locally: references to it find plausible values. Answers those it made. */
  providePlaceholder(resource: Resource): Attributes {
    const attributes = placeholderAttributes(resource, this.settings);
    this.provided.set(resource.address, { resource, attributes, placeholder: true });
    return attributes;
  }

  /** The stack's outputs, once all resources are provided. */
  outputs(): DeclaredOutput[] {
    return this.stack.outputs.map((output) => ({
      ...output,
      value: evaluated(output.value, `output.${output.name}`, this.scope),
    }));
  }

  private resolve(reference: readonly string[]): Json {
    const [root = '', name = ''] = reference;
    const address = addressOf(reference);
    if (address === undefined) return descend(this.setting(root, name), reference, 2);
    if (root === 'local') return descend(this.local(address, name), reference, 2);
    if (root === 'data') return descend(this.data(address), reference, 3);
    if (root === 'ephemeral') return descend(this.ephemeral(address), reference, 3);
    return this.resourceValue(address, reference);
  }

  private setting(root: string, name: string): Json {
    if (root === 'path') return this.pathOf(name);
    if (root === 'terraform' && name === 'workspace') return 'default';
    const value = root === 'var' ? this.stack.variables.get(name) : undefined;
    if (value !== undefined) return value;
    if (this.stack.variables.has(name)) throw new ExpressionError(`the variable \`${name}\` has no default`);
    throw new ExpressionError(`\`${root}.${name}\` is not declared`);
  }

  private pathOf(name: string): string {
    if (name === 'module' || name === 'root') return '.';
    if (name === 'cwd') return this.stack.directory;
    throw new ExpressionError(`\`path.${name}\` does not exist`);
  }

  private local(address: string, name: string): Json {
    return this.once(address, () => evaluated(this.stack.locals.get(name) ?? null, address, this.scope));
  }

  private data(address: string): Json {
    return this.once(address, () => {
      const declared = this.stack.dataSources.get(address);
      if (!declared) throw new ExpressionError(`${address} is not declared`);
      const config = evaluated(declared.config, address, this.scope) as JsonObject;
      return readDataSource(declared.type, address, config, this.settings, this.settings.dataSources);
    });
  }

  /** Opened once a run, and only where something needs it, as Terraform does. */
  private ephemeral(address: string): Json {
    return this.once(address, () => {
      const declared = this.stack.ephemeralResources.get(address);
      if (!declared) throw new ExpressionError(`${address} is not declared`);
      const config = evaluated(declared.config, address, this.scope) as JsonObject;
      const { ephemeralResources } = this.settings;
      return openEphemeral(declared.type, address, config, this.settings, ephemeralResources);
    });
  }

  private resourceValue(address: string, reference: readonly string[]): Json {
    const provided = this.provided.get(address);
    if (!provided) throw new ExpressionError(`${address} is not provisioned yet`);
    const { resource, attributes, placeholder } = provided;
    const all = { ...resource.config, ...attributes };
    const name = reference[2];
    const unknown = placeholder && name !== undefined && !Object.hasOwn(all, name);
    return unknown ? this.madeUp(resource, name) : descend(all, reference, 2);
  }

  private madeUp(resource: Resource, name: string): string {
    const text = placeholderAttribute(resource, name);
    this.placeholders.add(text);
    return text;
  }

  private once(address: string, work: () => Json): Json {
    const known = this.known.get(address);
    if (known !== undefined) return known;
    const value = work();
    this.known.set(address, value);
    return value;
  }

  private scopeOf(resolve: EvaluationScope['resolve']): EvaluationScope {
    const surroundings: FunctionEnvironment = {
      instant: this.settings.instant,
      readFile: (file) => readFile(this.stack.directory, file),
      render: (template, variables) =>
        evaluate(
          parse(template),
          this.scopeOf((names) => variable(variables, names)),
        ),
    };
    return {
      resolve,
      call: (name, values) => callFunction(name, values, surroundings),
      isPlaceholder: (text) => this.placeholders.has(text),
    };
  }
}

function readFile(directory: string, file: string): Buffer {
  try {
    return readFileSync(path.resolve(directory, file));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new ExpressionError(
      `the file ${file} cannot be read (${code}); paths are relative to ${directory}`,
    );
  }
}

/** What the names of a reference from `start` on reach in the value of those before. */
function descend(value: Json, reference: readonly string[], start: number): Json {
  return reference.slice(start).reduce((reached, name, index) => {
    if (isObject(reached) && Object.hasOwn(reached, name)) return reached[name] ?? null;
    const place = reference.slice(0, start + index).join('.');
    throw new ExpressionError(`${place} has no attribute \`${name}\` locally`);
  }, value);
}

/** In a template only the variables given to it have a meaning. */
function variable(variables: JsonObject, reference: readonly string[]): Json {
  const name = reference[0] ?? '';
  if (Object.hasOwn(variables, name)) return descend(variables[name] ?? null, reference, 1);
  throw new ExpressionError(`the template needs \`${name}\`, which is not given to it`);
}
