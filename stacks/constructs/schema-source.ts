import { buildSchema, type DocumentNode, GraphQLError, parse, Source } from 'graphql';
import { validateSDL } from 'graphql/validation/validate';
import { readSource, SourceError } from '../../config/source-file';

/**
 * What AppSync adds to every schema: its scalars (https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html)
 * and its directives (https://docs.aws.amazon.com/appsync/latest/devguide/graphql-directives.html).
 */
const OF_APPSYNC = buildSchema(
  `scalar AWSDate scalar AWSTime scalar AWSDateTime scalar AWSTimestamp scalar AWSEmail
   scalar AWSJSON scalar AWSURL scalar AWSPhone scalar AWSIPAddress
   directive @aws_api_key on OBJECT | FIELD_DEFINITION
   directive @aws_iam on OBJECT | FIELD_DEFINITION
   directive @aws_oidc on OBJECT | FIELD_DEFINITION
   directive @aws_lambda on OBJECT | FIELD_DEFINITION
   directive @aws_cognito_user_pools(cognito_groups: [String!]) on OBJECT | FIELD_DEFINITION
   directive @aws_auth(cognito_groups: [String!]!) on FIELD_DEFINITION
   directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
   directive @canonical on OBJECT | FIELD_DEFINITION`,
  { assumeValid: true },
);

/**
 * Reads the schema of an AppSync API.
 * @throws SourceError with line and column where there is a mistake in it
 */
export function readSchema(file: string): DocumentNode {
  const document = parsed(file);
  const [first] = validateSDL(document, OF_APPSYNC);
  if (first) throw mistake(file, first);
  return document;
}

function parsed(file: string): DocumentNode {
  try {
    return parse(new Source(readSource(file), file));
  } catch (error) {
    if (error instanceof GraphQLError) throw mistake(file, error);
    throw error;
  }
}

function mistake(file: string, { message, locations }: GraphQLError): SourceError {
  return new SourceError(file, locations?.[0], message);
}
