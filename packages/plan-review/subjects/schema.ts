import { buildSchema, findBreakingChanges, findDangerousChanges, type GraphQLSchema } from 'graphql';
import type { Json } from '../plan/json';
import type { Line, Reading, Subject } from './subject';

export const SCHEMA: Subject = {
  types: ['aws_appsync_graphql_api'],
  tells: /^schema/,
  read: ({ before, after }) => readSchema(before?.['schema'], after?.['schema']),
};

/** What AppSync adds to every schema (https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html). */
const SCALARS = [
  'AWSDate',
  'AWSTime',
  'AWSDateTime',
  'AWSTimestamp',
  'AWSEmail',
  'AWSJSON',
  'AWSURL',
  'AWSPhone',
  'AWSIPAddress',
];

/** A change of the API's schema by what it does to clients, and to who may ask. Undefined when a side is unknown. */
export function readSchema(before: Json | undefined, after: Json | undefined): Reading | undefined {
  const [old, now] = [schemaOf(before), schemaOf(after)];
  if (!old || !now) return undefined;
  const breaking = findBreakingChanges(old, now);
  const dangerous = findDangerousChanges(old, now);
  const opened = openedFields(old, now);
  const added = addedFields(old, now);
  const lines: Line[] = [
    ...breaking.map(({ description }): Line => ({ sign: '-', text: `breaking: ${description}` })),
    ...dangerous.map(({ description }): Line => ({ sign: '~', text: `may break: ${description}` })),
    ...added.map((text): Line => ({ sign: '+', text })),
    ...opened.map(
      (field): Line => ({ sign: '~', text: `${field} is opened to everyone who holds an API key` }),
    ),
  ];
  return {
    lines: lines.length > 0 ? lines : [{ sign: ' ', text: 'nothing that clients notice' }],
    warnings: [
      ...breaking.map(({ description }) => `Clients break: ${description}`),
      ...opened.map((field) => `Public access: ${field} is opened to everyone who holds an API key.`),
    ],
  };
}

function schemaOf(text: Json | undefined): GraphQLSchema | undefined {
  if (typeof text !== 'string' || !/\btype\b/.test(text)) return undefined;
  const missing = SCALARS.filter((name) => !new RegExp(`scalar\\s+${name}\\b`).test(text));
  try {
    // AppSync's directives are its own: they are read below, not validated.
    return buildSchema([text, ...missing.map((name) => `scalar ${name}`)].join('\n'), {
      assumeValidSDL: true,
    });
  } catch {
    return undefined;
  }
}

/** Every field as `Type.field`, with the directives that say who may ask for it. */
function fieldsOf(
  schema: GraphQLSchema,
): Map<string, { readonly signature: string; readonly open: boolean }> {
  const fields = new Map<string, { signature: string; open: boolean }>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || !('getFields' in type)) continue;
    const typeIsOpen = hasKeyDirective(type.astNode);
    for (const field of Object.values(type.getFields()))
      fields.set(`${type.name}.${field.name}`, {
        signature: `${type.name}.${field.name}: ${String(field.type)}`,
        open: typeIsOpen || hasKeyDirective(field.astNode),
      });
  }
  return fields;
}

function hasKeyDirective(
  node:
    | { readonly directives?: readonly { readonly name: { readonly value: string } }[] | undefined }
    | null
    | undefined,
): boolean {
  return node?.directives?.some(({ name }) => name.value === 'aws_api_key') ?? false;
}

function openedFields(before: GraphQLSchema, after: GraphQLSchema): string[] {
  const old = fieldsOf(before);
  return [...fieldsOf(after)]
    .filter(([name, { open }]) => open && old.get(name)?.open === false)
    .map(([name]) => name);
}

function addedFields(before: GraphQLSchema, after: GraphQLSchema): string[] {
  const old = fieldsOf(before);
  return [...fieldsOf(after)]
    .filter(([name]) => !old.has(name))
    .map(
      ([, { signature, open }]) => `${signature}${open ? ' (open to everyone who holds an API key)' : ''}`,
    );
}
