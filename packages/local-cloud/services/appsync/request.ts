import {
  type DocumentNode,
  GraphQLError,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { type JsonObject, objectOf, parseObject } from '../../core/json';
import { TransportError } from './wire-error';

/** What a client asked for. */
export interface GraphqlRequest {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

const UNPARSABLE = 'Unable to parse GraphQL query.';

const documents = new LRUCache<string, DocumentNode>({ max: 500 });

/**
 * Reads the body of a POST to /graphql.
 * @throws TransportError in AppSync's words (https://github.com/graphql/graphql-over-http/issues/81, by AppSync's team)
 */
export function graphqlRequest(body: string): GraphqlRequest {
  if (body.trim() === '') throw malformed('Request body is empty.');
  const { query, variables, operationName } = fieldsOf(body);
  if (typeof query !== 'string') throw malformed(UNPARSABLE);
  const document = documentOf(query);
  return {
    document,
    operation: operationOf(document, operationName),
    variables: objectOf(variables),
  };
}

function fieldsOf(body: string): JsonObject {
  const fields = parseObject(body);
  if (!fields) throw malformed(UNPARSABLE);
  return fields;
}

function documentOf(query: string): DocumentNode {
  const known = documents.get(query);
  if (known) return known;
  try {
    const document = parse(query);
    documents.set(query, document);
    return document;
  } catch (error) {
    if (error instanceof GraphQLError) throw malformed(UNPARSABLE);
    throw error;
  }
}

function operationOf(document: DocumentNode, operationName: unknown): OperationDefinitionNode {
  const named = typeof operationName === 'string' && operationName !== '' ? operationName : undefined;
  const operation = getOperationAST(document, named);
  if (operation) return operation;
  if (named !== undefined)
    throw new TransportError(400, 'BadRequestException', `Unknown operation named '${named}'.`);
  const several = document.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  throw several
    ? new TransportError(400, 'BadRequestException', 'Missing operation name.')
    : malformed(UNPARSABLE);
}

function malformed(message: string): TransportError {
  return new TransportError(400, 'MalformedHttpRequestException', message);
}
