import fc from 'fast-check';
import { edited, MASK, readable } from '../../console/requests/masking';
import type { Json, JsonObject } from '../../core/json';

const KEY = 'da2-abcdefghijklmnopqrstuvwxyz';

test.each<[string, Json, Json]>([
  [
    'a header',
    { headers: { 'x-api-key': KEY, accept: '*/*' } },
    { headers: { 'x-api-key': MASK, accept: '*/*' } },
  ],
  ['a header in any case', { Authorization: 'AWS4-HMAC…' }, { Authorization: MASK }],
  ['the origin secret', { 'x-origin-secret': 'abc' }, { 'x-origin-secret': MASK }],
  [
    'a header in a JSON text',
    { Payload: '{"headers":{"x-api-key":"k"}}' },
    { Payload: { headers: { 'x-api-key': MASK } } },
  ],
  ['an API key in a sentence', `key ${KEY} is wrong`, `key ${MASK} is wrong`],
  [
    'credentials',
    { Credentials: { AccessKeyId: 'A', SecretAccessKey: 's', SessionToken: 't' } },
    { Credentials: { AccessKeyId: 'A', SecretAccessKey: MASK, SessionToken: MASK } },
  ],
  [
    'a SecureString',
    { Parameter: { Type: 'SecureString', Value: 's' } },
    { Parameter: { Type: 'SecureString', Value: MASK } },
  ],
  [
    'nothing else',
    { nextToken: 'n', taskToken: 't', Value: 'v', list: [1, null, true] },
    { nextToken: 'n', taskToken: 't', Value: 'v', list: [1, null, true] },
  ],
])('%s is masked', (_what, value, shown) => {
  expect(readable(value)).toEqual(shown);
});

test('what is sent back as it was shown is what it was', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom(KEY, `a ${KEY} b`, '{"authorization":"x","n":[1]}', '[{"cookie":"c"}]'),
  );
  const name = fc.oneof(fc.string(), fc.constantFrom('authorization', 'x-api-key', 'Payload', 'body'));
  const { payload } = fc.letrec<{ payload: Json }>((tie) => ({
    payload: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('payload'), { maxLength: 4 }),
      fc.dictionary(name, tie('payload'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(payload, (value) => {
      fc.pre(!JSON.stringify(value).includes('__proto__'));
      expect(normal(edited(readable(value), value))).toEqual(normal(value));
    }),
    { numRuns: 300 },
  );
});

test('what was edited is taken, and the secrets beside it stay', () => {
  const original = { headers: { authorization: 'secret' }, body: '{"query":"a"}' };
  const shown = readable(original) as JsonObject;
  expect(edited({ ...shown, body: { query: 'b' } }, original)).toEqual({
    headers: { authorization: 'secret' },
    body: '{"query":"b"}',
  });
});

test('a mask where there was no secret is refused', () => {
  expect(() => edited({ name: MASK }, {})).toThrow(/Write a value/);
});

/** JSON texts count by what they say. */
function normal(value: Json): Json {
  if (typeof value === 'string') {
    try {
      const parsed: Json = JSON.parse(value);
      return typeof parsed === 'object' ? normal(parsed) : value;
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, normal(member)]));
}
