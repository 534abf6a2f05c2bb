import type { Json, JsonObject } from '../../core/json';
import { isObject } from '../../core/json';
import { blocks } from '../../terraform/blocks';

/**
 * The statements of a queue's policy that would matter on AWS and do not here: locally the identity policies of
 * the stack's roles alone decide. Denying what does not come by TLS denies nothing: on AWS every call here would.
 * @returns the Sid of each, or its number
 */
export function statementsWithoutEffect(policy: string): string[] {
  return blocks(parsed(policy)['Statement']).flatMap((statement, index) =>
    deniesPlainHttpOnly(statement) ? [] : [String(statement['Sid'] ?? `statement ${index + 1}`)],
  );
}

function deniesPlainHttpOnly({ Effect, Condition }: JsonObject): boolean {
  const bool = isObject(Condition) && isObject(Condition['Bool']) ? Condition['Bool'] : {};
  return Effect === 'Deny' && String(bool['aws:SecureTransport']) === 'false';
}

function parsed(policy: string): JsonObject {
  try {
    const document = JSON.parse(policy) as Json;
    return isObject(document) ? document : {};
  } catch {
    return {};
  }
}
