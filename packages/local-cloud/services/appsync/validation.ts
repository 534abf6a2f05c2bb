import {
  type ASTNode,
  type ASTVisitor,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  specifiedRules,
  type ValidationContext,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { documentPlaces } from './node-positions';
import { describeViolation } from './violation';
import { plainError, type WireError } from './wire-error';

export interface ValidationSettings {
  readonly schema: GraphQLSchema;
  readonly introspection: boolean;
}

/** Validates operations against one schema, with AppSync's messages. Results are cached by document. */
export class Validation {
  private readonly known = new LRUCache<DocumentNode, WireError[]>({ max: 500 });

  constructor(private readonly settings: ValidationSettings) {}

  /** The document's errors; empty where it is valid. */
  errorsOf(document: DocumentNode): readonly WireError[] {
    const known = this.known.get(document);
    if (known) return known;
    const errors = this.validate(document);
    this.known.set(document, errors);
    return errors;
  }

  private validate(document: DocumentNode): WireError[] {
    const { schema, introspection } = this.settings;
    const closed = introspection ? [] : validate(schema, document, [noIntrospection]).map(asWireError);
    if (closed.length > 0) return closed;
    if (validate(schema, document).length === 0) return [];
    const places = documentPlaces(schema, document);
    return specifiedRules.flatMap((rule) =>
      validate(schema, document, [rule]).map((error) => {
        const { message, node } = describeViolation(rule.name, error, places);
        return plainError(message, locationOf(node) ?? error.locations ?? null);
      }),
    );
  }
}

/**
 * With introspection off, the fields inside `__schema` and `__type` are unknown (`__typename` is not):
 * https://docs.aws.amazon.com/appsync/latest/devguide/configuration-limits.html
 */
function noIntrospection(context: ValidationContext): ASTVisitor {
  return {
    Field: {
      enter(node) {
        const root = node.name.value;
        if (root !== '__schema' && root !== '__type') return undefined;
        const type = root === '__schema' ? '__Schema' : '__Type';
        for (const selection of node.selectionSet?.selections ?? []) {
          if (selection.kind !== Kind.FIELD) continue;
          const field = selection.name.value;
          const what = `Field '${field}' in type '${type}' is undefined @ '${root}/${field}'`;
          context.reportError(
            new GraphQLError(`Validation error of type FieldUndefined: ${what}`, { nodes: selection }),
          );
        }
        return false;
      },
    },
  };
}

function asWireError({ message, locations }: GraphQLError): WireError {
  return plainError(message, locations ?? null);
}

function locationOf(node: ASTNode | undefined): { line: number; column: number }[] | undefined {
  if (!node?.loc) return undefined;
  const { line, column } = node.loc.startToken;
  return [{ line, column }];
}
