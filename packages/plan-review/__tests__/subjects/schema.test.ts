import { readSchema } from '../../subjects/schema';

const SCHEMA = `
  type Query { list(limit: Int): [Apartment!]! @aws_api_key  staff: Int }
  type Apartment @aws_api_key { id: ID!  name: String  until: AWSDateTime }
`;

function warningsOf(after: string): readonly string[] {
  return readSchema(SCHEMA, after)?.warnings ?? [];
}

test.each([
  ['a field that goes', SCHEMA.replace('name: String', ''), 'Clients break: Apartment.name was removed.'],
  [
    'another type',
    SCHEMA.replace('name: String', 'name: Int'),
    'Apartment.name changed type from String to Int',
  ],
  ['an argument to be given', SCHEMA.replace('limit: Int', 'limit: Int!'), 'limit'],
  [
    'a field opened to the public',
    SCHEMA.replace('staff: Int', 'staff: Int @aws_api_key'),
    'Public access: Query.staff',
  ],
])('%s is a warning', (_, after, words) => {
  expect(warningsOf(after).join()).toContain(words);
});

test('a field more is told, and no warning', () => {
  const reading = readSchema(SCHEMA, SCHEMA.replace('name: String', 'name: String floor: Int'));
  expect(reading?.lines).toEqual([
    { sign: '+', text: 'Apartment.floor: Int (open to everyone who holds an API key)' },
  ]);
  expect(reading?.warnings).toEqual([]);
});

test('a description is nothing that clients notice', () => {
  expect(readSchema(SCHEMA, `# says more\n${SCHEMA}`)?.lines).toEqual([
    { sign: ' ', text: 'nothing that clients notice' },
  ]);
});
