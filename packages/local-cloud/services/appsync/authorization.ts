import { type ConstDirectiveNode, type GraphQLSchema, isIntrospectionType, isObjectType } from 'graphql';

export type AuthorizationType =
  | 'API_KEY'
  | 'AWS_IAM'
  | 'AMAZON_COGNITO_USER_POOLS'
  | 'OPENID_CONNECT'
  | 'AWS_LAMBDA';

const OPENED_BY: Readonly<Record<string, AuthorizationType>> = {
  aws_api_key: 'API_KEY',
  aws_iam: 'AWS_IAM',
  aws_oidc: 'OPENID_CONNECT',
  aws_lambda: 'AWS_LAMBDA',
  aws_cognito_user_pools: 'AMAZON_COGNITO_USER_POOLS',
  aws_auth: 'AMAZON_COGNITO_USER_POOLS',
};

/** Whether callers of one authorization type may read a field. */
export type FieldAccess = (type: string, field: string, caller: AuthorizationType) => boolean;

/**
 * Who may read which field: the field's directives decide; where it has none, those of its type; where that
 * has none either, only the API's primary authorization type may.
 * https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#using-additional-authorization-modes
 */
export function fieldAccess(schema: GraphQLSchema, primary: AuthorizationType): FieldAccess {
  const open = new Map<string, readonly AuthorizationType[]>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    const ofType = openedBy(
      [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []),
    );
    for (const field of Object.values(type.getFields())) {
      const ofField = openedBy(field.astNode?.directives ?? []);
      open.set(`${type.name}.${field.name}`, firstGiven(ofField, ofType, [primary]));
    }
  }
  return (type, field, caller) => open.get(`${type}.${field}`)?.includes(caller) ?? false;
}

function openedBy(directives: readonly ConstDirectiveNode[]): AuthorizationType[] {
  return directives.flatMap(({ name }) => OPENED_BY[name.value] ?? []);
}

function firstGiven(...choices: AuthorizationType[][]): AuthorizationType[] {
  return choices.find((choice) => choice.length > 0) ?? [];
}
