import {
  type ArgumentNode,
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** The position of a node in its document. */
export interface NodePosition {
  /** The fields from the operation down to the node: `listOrders/items`. */
  readonly path: string;
  readonly parentType: string;
  readonly inputType: string;
  readonly field: FieldNode | undefined;
  readonly argument: ArgumentNode | undefined;
  /** For a literal inside an argument: `input.price`. */
  readonly argumentPath: string;
}

export type NodePositions = ReadonlyMap<ASTNode, NodePosition>;

/** The position of every node: AppSync's validation errors contain it, those of graphql-js do not. */
export function documentPlaces(schema: GraphQLSchema, document: DocumentNode): NodePositions {
  const places = new Map<ASTNode, NodePosition>();
  const typeInfo = new TypeInfo(schema);
  const fields: FieldNode[] = [];
  const input: string[] = [];
  let argument: ArgumentNode | undefined;
  const visitor = visitWithTypeInfo(typeInfo, {
    enter(node) {
      if (node.kind === Kind.FIELD) fields.push(node);
      if (node.kind === Kind.ARGUMENT) argument = node;
      if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) input.push(node.name.value);
      places.set(node, {
        path: fields.map(({ name }) => name.value).join('/'),
        parentType: String(typeInfo.getParentType() ?? 'null'),
        inputType: String(typeInfo.getInputType() ?? 'null').replace(/!$/, ''),
        field: fields.at(-1),
        argument,
        argumentPath: input.join('.'),
      });
    },
    leave(node) {
      if (node.kind === Kind.FIELD) fields.pop();
      if (node.kind === Kind.ARGUMENT) argument = undefined;
      if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) input.pop();
    },
  });
  visit(document, visitor);
  return places;
}
