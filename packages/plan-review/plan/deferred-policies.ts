import { blocks, isObject, type Json, type JsonObject } from './json';
import { UNKNOWN } from './unknown';

/** A resource of the plan's configuration, as far as it says where an attribute's value comes from. */
export interface ConfiguredResource {
  readonly address: string;
  readonly expressions?: Readonly<Record<string, Json>>;
}

const DOCUMENT = /^data\.aws_iam_policy_document\.[\w-]+$/;

/**
 * The policy document that an attribute is made of, by the addresses in its expression: its references only, no
 * value. Terraform reads a document at apply time when something it names is about to change, though what the
 * document says is in the plan.
 */
export function documentOf(resource: ConfiguredResource | undefined, attribute: string): string | undefined {
  const expression = resource?.expressions?.[attribute];
  const references = isObject(expression) ? expression['references'] : undefined;
  if (!Array.isArray(references)) return undefined;
  const documents = references.filter((reference) => DOCUMENT.test(String(reference)));
  return documents.length === 1 ? String(documents[0]) : undefined;
}

/** The policy that a planned aws_iam_policy_document says, as JSON; undefined when a statement is unknown as a whole. */
export function policyOf(document: JsonObject | undefined): string | undefined {
  const statements = document?.['statement'];
  if (!Array.isArray(statements) || statements.includes(UNKNOWN)) return undefined;
  return JSON.stringify({ Version: '2012-10-17', Statement: blocks(statements).map(statementOf) });
}

function statementOf(block: JsonObject): JsonObject {
  const conditions = blocks(block['condition']);
  const tests = [...new Set(conditions.map(({ test }) => String(test)))];
  const condition = tests.map((test) => [
    test,
    Object.fromEntries(
      conditions
        .filter((one) => one['test'] === test)
        .map(({ variable, values }) => [String(variable), values]),
    ),
  ]);
  return {
    Sid: block['sid'] ?? undefined,
    Effect: block['effect'] ?? 'Allow',
    Action: some(block['actions']),
    NotAction: some(block['not_actions']),
    Resource: some(block['resources']),
    NotResource: some(block['not_resources']),
    Principal: principalsOf(block['principals']),
    NotPrincipal: principalsOf(block['not_principals']),
    Condition: condition.length > 0 ? Object.fromEntries(condition) : undefined,
  };
}

function some(list: Json | undefined): Json | undefined {
  return Array.isArray(list) && list.length === 0 ? undefined : (list ?? undefined);
}

function principalsOf(value: Json | undefined): Json | undefined {
  const principals = blocks(value);
  if (principals.length === 0) return undefined;
  if (principals.some(({ type }) => type === '*')) return '*';
  return Object.fromEntries(principals.map(({ type, identifiers }) => [String(type), identifiers]));
}
