import {
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getDirectiveValues,
  getNullableType,
} from 'graphql';

/** The mutations that publish to a field of Subscription: `@aws_subscribe(mutations: ["publishOrderChange"])`. */
export function mutationsBehind(
  schema: GraphQLSchema,
  { astNode }: GraphQLField<unknown, unknown>,
): readonly string[] {
  const directive = schema.getDirective('aws_subscribe');
  const values = directive && astNode ? getDirectiveValues(directive, astNode) : undefined;
  return (values?.['mutations'] as string[] | undefined) ?? [];
}

/**
 * The errors of a schema's subscriptions: each mutation named must exist, and return what the
 * subscription does.
 * https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html#graphql-schema-subscription-directives
 */
export function subscriptionErrors(schema: GraphQLSchema): GraphQLError[] {
  const subscription = schema.getSubscriptionType();
  return Object.values(subscription?.getFields() ?? {}).flatMap((field) => {
    try {
      return mutationsBehind(schema, field).flatMap((name) =>
        wrongMutation(field, name, schema.getMutationType(), String(subscription)),
      );
    } catch (error) {
      // The validation of a schema does not check the directive's values.
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  });
}

function wrongMutation(
  field: GraphQLField<unknown, unknown>,
  name: string,
  mutations: GraphQLObjectType | null | undefined,
  owner: string,
): GraphQLError[] {
  const mutation = mutations?.getFields()[name];
  const says = `@aws_subscribe of ${owner}.${field.name} names the mutation "${name}"`;
  const options = field.astNode ? { nodes: field.astNode } : {};
  if (!mutation) return [new GraphQLError(`${says}, which does not exist.`, options)];
  // Nullability does not matter: a subscription's value may always be null.
  const [given, wanted] = [mutation.type, field.type].map((type) => String(getNullableType(type)));
  if (given === wanted) return [];
  return [new GraphQLError(`${says}, which returns ${given}; the subscription returns ${wanted}.`, options)];
}
