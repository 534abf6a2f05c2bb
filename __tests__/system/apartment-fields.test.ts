import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonObject } from '@keyhold/local-cloud';
import { Subscriber } from '@keyhold/local-cloud/testing';
import {
  buildASTSchema,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  parse,
} from 'graphql';
import { Site } from './payments/site';

/** The page's own code, which has the types of a browser. */
interface PageCode {
  fetchOffers(http: object): Promise<{ apartments: JsonObject[] }>;
  fetchApartment(http: object, id: string): Promise<JsonObject | undefined>;
  readonly HttpClient: new (
    fetch: (path: string, init: RequestInit) => Promise<Response>,
    clock: object,
  ) => object;
  readonly ServerClock: new (now: () => number) => object;
}
const { fetchOffers, fetchApartment, HttpClient, ServerClock }: PageCode = {
  ...jest.requireActual('../../web/api/apartments'),
  ...jest.requireActual('../../web/api/http-client'),
  ...jest.requireActual('../../web/api/server-clock'),
};

const text = readFileSync(join(__dirname, '../../graphql/schema.graphql'), 'utf8');
const schema = buildASTSchema(parse(`${text}\nscalar AWSDateTime`), {
  assumeValidSDL: true,
});
const ID = 'every-field';

function fieldsOf(type: string) {
  return Object.values((schema.getType(type) as GraphQLObjectType | GraphQLInputObjectType).getFields());
}

const namesOf = (type: string) => fieldsOf(type).map(({ name }) => name);

/** `id price { amount currency } …`: all that a type has. */
function selectionOf(type: GraphQLObjectType): string {
  const parts = Object.values(type.getFields()).map(({ name, type: of }) => {
    const inner: GraphQLOutputType = getNamedType(of);
    return isObjectType(inner) ? `${name} { ${selectionOf(inner)} }` : name;
  });
  return parts.join(' ');
}

/** Fields whose values are not free. */
const VALUES: Readonly<Record<string, Json>> = { id: ID, currency: 'EUR', amount: 54_321 };

/** A value that is not null for each field of an input, made from its type. */
function exampleOf(type: GraphQLInputType, name: string): Json {
  const known = VALUES[name];
  if (known !== undefined) return known;
  const inner = getNamedType(type);
  if (isInputObjectType(inner)) return exampleOfFields(inner);
  if (isEnumType(inner)) return inner.getValues().at(-1)?.name ?? null;
  if (inner.name === 'Int') return 3;
  if (inner.name === 'Boolean') return true;
  return inner.name === 'AWSDateTime' ? '2026-03-01T12:00:00.000Z' : `the-${name}`;
}

function exampleOfFields(type: GraphQLInputObjectType): JsonObject {
  const fields = Object.values(type.getFields());
  return Object.fromEntries(fields.map(({ name, type: of }) => [name, exampleOf(of, name)]));
}

const SHOWN = selectionOf(schema.getType('Apartment') as GraphQLObjectType);
const INPUT = exampleOfFields(schema.getType('PutApartmentInput') as GraphQLInputObjectType);

let site: Site;
let subscriber: Subscriber;
beforeAll(async () => {
  site = await Site.open();
  subscriber = await Subscriber.open(site.cloud.gatewayUrl, { headers: { 'x-api-key': key() } });
  await subscriber.initialize();
});
afterAll(async () => {
  await subscriber.close();
  await site.cloud.stop();
});

const key = () => String(site.cloud.outputs['apiKey']);

/** By IAM, as staff do. */
async function staff(document: string, variables: JsonObject): Promise<Json> {
  const answer = await fetch(`${site.cloud.gatewayUrl}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'AWS4-HMAC-SHA256 Credential=staff/20260101/eu-central-1/appsync/aws4_request',
    },
    body: JSON.stringify({ query: document, variables }),
  });
  const { data, errors } = (await answer.json()) as { data: { shown: Json } | null; errors?: Json };
  if (errors) throw new Error(JSON.stringify(errors));
  return data?.shown ?? null;
}

/** The apartment in the end: what was put, held and withdrawn, so that no field is null. */
async function change(): Promise<void> {
  await staff(`mutation($input: PutApartmentInput!) { shown: putApartment(input: $input) { ${SHOWN} } }`, {
    input: INPUT,
  });
  expect((await site.guest.reserve(ID)).status).toBe('HELD');
  await staff('mutation($id: ID!) { shown: withdrawApartment(id: $id) { id } }', { id: ID });
}

async function subscription(): Promise<Json> {
  for (;;) {
    const { payload } = (await subscriber.next()) as {
      payload?: { data?: { onApartmentChange?: JsonObject } };
    };
    const told = payload?.data?.onApartmentChange;
    if (told?.['withdrawn'] === true) return told;
  }
}

const api = async (path: string) => (await (await fetch(`${site.url}${path}`)).json()) as JsonObject;
const page = () =>
  new HttpClient((path, init) => fetch(`${site.url}${path}`, init), new ServerClock(Date.now));
const thisOne = (apartments: readonly object[]) =>
  apartments.find((apartment) => 'id' in apartment && apartment.id === ID);

/** Every view of an apartment. */
const VIEWS: readonly (readonly [view: string, look: () => Promise<unknown>])[] = [
  [
    'putApartment',
    () =>
      staff(`mutation($input: PutApartmentInput!) { shown: putApartment(input: $input) { ${SHOWN} } }`, {
        input: INPUT,
      }),
  ],
  ['getApartment', () => staff(`query($id: ID!) { shown: getApartment(id: $id) { ${SHOWN} } }`, { id: ID })],
  [
    'listApartments',
    async () => {
      const variables = { complexId: INPUT['complexId'] ?? null };
      const list = `listApartments(complexId: $complexId) { items { ${SHOWN} } }`;
      const shown = (await staff(`query($complexId: ID) { shown: ${list} }`, variables)) as JsonObject;
      return thisOne(shown['items'] as JsonObject[]);
    },
  ],
  ['the catalog’s list', async () => thisOne((await api('/api/apartments'))['items'] as JsonObject[])],
  ['the catalog’s apartment', () => api(`/api/apartments/${ID}`)],
  ['the subscription', subscription],
  ['the page’s list', async () => thisOne((await fetchOffers(page())).apartments)],
  ['the page’s apartment', () => fetchApartment(page(), ID)],
];

test('the schema has each field wherever it is needed', () => {
  expect(namesOf('ApartmentChangeInput')).toEqual(namesOf('Apartment'));
  expect(namesOf('Apartment')).toEqual(expect.arrayContaining(namesOf('PutApartmentInput')));
  expect(namesOf('PriceInput')).toEqual(namesOf('Price'));
});

test('every field of an apartment comes from put to every view, and none is lost on the way', async () => {
  await subscriber.started(
    's',
    { 'x-api-key': key() },
    `subscription { onApartmentChange(id: "${ID}") { ${SHOWN} } }`,
  );
  await change();
  for (const [view, look] of VIEWS) {
    const seen = (await look()) as JsonObject;
    for (const name of namesOf('Apartment')) {
      const wanted = INPUT[name] ?? expect.anything();
      expect({ view, name, value: seen[name] ?? null }).toEqual({ view, name, value: wanted });
    }
  }
}, 60_000);
