import {
  buildASTSchema,
  type DefinitionNode,
  type DocumentNode,
  extendSchema,
  GraphQLError,
  GraphQLSchema,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  validateSchema,
} from 'graphql';
import { validateSDL } from 'graphql/validation/validate';
import { AwsError } from '../../core/errors';
import { SCALARS } from './scalars';
import { subscriptionErrors } from './subscribe-directive';

/** https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html and …/aws-appsync-real-time-data.html */
const DIRECTIVES = `
  directive @aws_api_key on OBJECT | FIELD_DEFINITION
  directive @aws_iam on OBJECT | FIELD_DEFINITION
  directive @aws_oidc on OBJECT | FIELD_DEFINITION
  directive @aws_lambda on OBJECT | FIELD_DEFINITION
  directive @aws_cognito_user_pools(cognito_groups: [String!]) on OBJECT | FIELD_DEFINITION
  directive @aws_auth(cognito_groups: [String!]!) on OBJECT | FIELD_DEFINITION
  directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
`;

/** Scalars and directives that every AppSync schema has. */
const PROVIDED = new GraphQLSchema({
  types: SCALARS,
  directives: buildASTSchema(parse(DIRECTIVES)).getDirectives(),
});

/**
 * Builds the schema as AppSync does.
 * @throws AwsError with the problem, the line and the column
 */
export function appSyncSchema(sdl: string, address: string): GraphQLSchema {
  const document = withRootTypes(parsed(sdl, address));
  refuse(address, document.definitions.flatMap(customScalar));
  refuse(address, validateSDL(document, PROVIDED));
  const schema = extendSchema(PROVIDED, document, { assumeValidSDL: true });
  refuse(address, validateSchema(schema));
  refuse(address, subscriptionErrors(schema));
  return schema;
}

function parsed(sdl: string, address: string): DocumentNode {
  try {
    return parse(sdl);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    refuse(address, [error]);
    throw error;
  }
}

/** Where a schema names no root types they are the ones called Query, Mutation and Subscription. */
function withRootTypes(document: DocumentNode): DocumentNode {
  if (document.definitions.some(({ kind }) => kind === Kind.SCHEMA_DEFINITION)) return document;
  const names = document.definitions
    .filter((node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION)
    .map(({ name }) => name.value);
  const roots = ['Query', 'Mutation', 'Subscription'].filter((name) => names.includes(name));
  if (roots.length === 0) return document;
  const { definitions } = parse(
    `schema { ${roots.map((name) => `${name.toLowerCase()}: ${name}`).join(' ')} }`,
  );
  return { ...document, definitions: [...document.definitions, ...definitions] };
}

function customScalar(node: DefinitionNode): GraphQLError[] {
  if (node.kind !== Kind.SCALAR_TYPE_DEFINITION) return [];
  return [new GraphQLError(`AppSync has no custom scalars: ${node.name.value}`, { nodes: node })];
}

function refuse(address: string, errors: readonly GraphQLError[]): void {
  if (errors.length === 0) return;
  const sentences = errors.map(({ message, locations }) => {
    const [at] = locations ?? [];
    return at ? `line ${at.line}, column ${at.column}: ${message}` : message;
  });
  throw new AwsError('BadRequestException', `${address}: its schema is broken. ${sentences.join(' ')}`);
}
