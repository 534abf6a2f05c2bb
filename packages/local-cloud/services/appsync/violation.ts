import { type ASTNode, type GraphQLError, Kind, type ValueNode } from 'graphql';
import { literalText } from './literal-text';
import type { NodePosition, NodePositions } from './node-positions';

/** A broken rule: what AppSync calls it, what it says, and the node it points at. */
interface Violation {
  readonly type: string;
  readonly says: string;
  readonly node?: ASTNode | undefined;
}

type Describe = (error: GraphQLError, node: ASTNode, place: NodePosition) => Violation;

/** AppSync's validation is graphql-java's; its wording is taken from recorded answers of AppSync, e.g. aws/aws-appsync-community#273. */
const DESCRIPTIONS: Readonly<Record<string, Describe>> = {
  FieldsOnCorrectTypeRule: (_error, node, { parentType }) => ({
    type: 'FieldUndefined',
    says: `Field '${nameOf(node)}' in type '${parentType}' is undefined`,
  }),
  ScalarLeafsRule: scalarLeafs,
  KnownArgumentNamesRule: (_error, node, { field }) => ({
    type: 'UnknownArgument',
    says: field ? `Unknown field argument ${nameOf(node)}` : `Unknown directive argument ${nameOf(node)}`,
  }),
  ProvidedRequiredArgumentsRule: ({ message }, node) =>
    node.kind === Kind.DIRECTIVE
      ? { type: 'MissingDirectiveArgument', says: `Missing directive argument ${quoted(message, 2)}` }
      : { type: 'MissingFieldArgument', says: `Missing field argument ${quoted(message, 2)}` },
  ValuesOfCorrectTypeRule: valueOfWrongType,
  KnownTypeNamesRule: (_error, node) => ({ type: 'UnknownType', says: `Unknown type ${nameOf(node)}` }),
  KnownFragmentNamesRule: (_error, node) => ({
    type: 'UndefinedFragment',
    says: `Undefined fragment ${nameOf(node)}`,
  }),
  NoUnusedFragmentsRule: (_error, node) => ({
    type: 'UnusedFragment',
    says: `Unused fragment ${nameOf(node)}`,
  }),
  NoUndefinedVariablesRule: (_error, node) => ({
    type: 'UndefinedVariable',
    says: `Undefined variable ${nameOf(node)}`,
  }),
  NoUnusedVariablesRule: (_error, node) => ({
    type: 'UnusedVariable',
    says: `Unused variable ${nameOf(node)}`,
  }),
  VariablesInAllowedPositionRule: ({ message, nodes }) => ({
    type: 'VariableTypeMismatch',
    says: `Variable type '${quoted(message, 1)}' doesn't match expected type '${quoted(message, 2)}'`,
    node: nodes?.[1],
  }),
  KnownDirectivesRule: ({ message }, node) =>
    message.startsWith('Unknown')
      ? { type: 'UnknownDirective', says: `Unknown directive ${nameOf(node)}` }
      : { type: 'MisplacedDirective', says: `Directive ${nameOf(node)} not allowed here` },
  LoneAnonymousOperationRule: () => ({
    type: 'LoneAnonymousOperationViolation',
    says: 'Anonymous operation with other operations.',
  }),
  NoFragmentCyclesRule: () => ({ type: 'FragmentCycle', says: 'Fragment cycles not allowed' }),
  OverlappingFieldsCanBeMergedRule: ({ message }) => ({ type: 'FieldsConflict', says: message }),
  PossibleFragmentSpreadsRule: ({ message }) => ({ type: 'InvalidFragmentType', says: message }),
  FragmentsOnCompositeTypesRule: () => ({
    type: 'InlineFragmentTypeConditionInvalid',
    says: 'Inline fragment type condition is invalid, must be on Object/Interface/Union',
  }),
};

/** `Validation error of type FieldUndefined: Field 'x' in type 'Query' is undefined @ 'x'` */
export function describeViolation(
  rule: string,
  error: GraphQLError,
  places: NodePositions,
): { message: string; node?: ASTNode } {
  const [first] = error.nodes ?? [];
  const place = first && places.get(first);
  const describe = DESCRIPTIONS[rule];
  // A rule without a recorded wording keeps graphql-js's message and its own name.
  const violation: Violation =
    describe && first && place
      ? describe(error, first, place)
      : { type: rule.replace(/Rule$/, ''), says: error.message };
  const node = violation.node ?? first;
  const path = node && places.get(node)?.path;
  const message = `Validation error of type ${violation.type}: ${violation.says}${path ? ` @ '${path}'` : ''}`;
  return node ? { message, node } : { message };
}

function scalarLeafs({ message }: GraphQLError, node: ASTNode, { field }: NodePosition): Violation {
  const name = field ? nameOf(field) : '';
  return node.kind === Kind.SELECTION_SET
    ? {
        type: 'SubSelectionNotAllowed',
        says: `Sub selection not allowed on leaf type ${quoted(message, 2)} of field ${name}`,
        node: field,
      }
    : {
        type: 'SubSelectionRequired',
        says: `Sub selection required for type ${quoted(message, 2)} of field ${name}`,
      };
}

function valueOfWrongType({ message }: GraphQLError, node: ASTNode, place: NodePosition): Violation {
  const { argument, argumentPath, inputType } = place;
  if (!argument) return { type: 'BadValueForDefaultArg', says: message };
  const isObjectField = node.kind === Kind.OBJECT_FIELD;
  const value = isObjectField ? node.value : (node as ValueNode);
  const subject = `argument '${argumentPath}' with value '${literalText(value)}'`;
  const [, missing] = /^Field "\w+\.(\w+)" of required type/.exec(message) ?? [];
  const [, unknown, owner] = /^Field "(\w+)" is not defined by type "(\w+)"/.exec(message) ?? [];
  const says =
    missing !== undefined
      ? `${subject} is missing required fields '[${missing}]'`
      : unknown !== undefined
        ? `${subject} contains a field not in '${owner}': '${unknown}'`
        : node.kind === Kind.NULL
          ? `${subject} must not be null`
          : `${subject} is not a valid '${inputType}'`;
  return { type: 'WrongType', says, node: argument };
}

function nameOf(node: ASTNode): string {
  if (node.kind === Kind.NAME) return node.value;
  if (node.kind === Kind.VARIABLE_DEFINITION) return node.variable.name.value;
  return 'name' in node && node.name ? node.name.value : '';
}

/** The n-th quoted text of a message of graphql-js, `"$"` of variables left out. */
function quoted(message: string, n: number): string {
  const texts = [...message.matchAll(/"([^"]+)"/g)]
    .map(([, text]) => text ?? '')
    .filter((text) => !text.startsWith('$'));
  return texts[n - 1] ?? '';
}
