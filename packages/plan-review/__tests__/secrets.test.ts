import type { Json } from '../plan/json';
import { planOf, printed, reviewed } from './plan-of';

/** Put together here, so that no scanner takes them for real ones. */
const SECRETS: readonly (readonly [string, string])[] = [
  ['a live key of Stripe', ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dc'].join('_')],
  ['a restricted key of Stripe', ['rk', 'test', '4eC39HqLyjWDarjtT1zdp7dc'].join('_')],
  ['a secret of webhooks', ['whsec', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'].join('_')],
  ['a token of GitHub', ['ghp', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'].join('_')],
  ['a fine-grained token of GitHub', ['github', 'pat', '11ABCDEFG0abcdefghijkl', 'xyz'].join('_')],
  ['a token of GitLab', `glpat-${'x1Y2z3A4b5C6d7E8f9G0'}`],
  ['a token of Slack', `xoxb-${'123456789012-abcdefGHIJKL'}`],
  ['an address of Slack', `https://hooks.slack.com/${'services'}/T000/B000/XXXXXXXX`],
  ['an access key of AWS', `AKIA${'IOSFODNN7EXAMPLE'}`],
  ['an API key of AppSync', `da2-${'abcdefghijklmnopqrstuvwxyz'}`],
  ['a key of Google', `AIza${'SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q'}`],
  ['a token of three parts', ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0In0', 'c2lnbmF0dXJl'].join('.')],
  ['a private key', `-----BEGIN ${'RSA PRIVATE'} KEY-----\nMIIE`],
  ['a URL with a password', `postgres://app:${'hunter2'}@db.example.org/app`],
  ['an Authorization header', `Bearer ${'abcdefghijklmnop'}`],
];

test.each(SECRETS)('%s is shown nowhere, wherever it stands, and a change of it is seen', (_, secret) => {
  const other = secret.replace(/[a-z0-9](?=[^a-z0-9]*$)/i, (last) =>
    /[A-Z]/.test(last) ? (last === 'Q' ? 'R' : 'Q') : 'q',
  );
  const places: readonly ((text: string) => Json)[] = [
    (text) => ({ description: text }),
    (text) => ({ tags: { note: text } }),
    (text) => ({ list: ['a', text] }),
    (text) => ({ document: JSON.stringify({ deep: [{ er: text }] }) }),
    (text) => ({ text: `before ${text} after` }),
  ];
  for (const place of places) {
    const plan = planOf({ before: place(secret), after: place(other) });
    const texts = Object.values(printed(plan));
    for (const text of texts) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(other);
      expect(text).toMatch(/\(another (looks like a secret: not shown|that is shown alike)\)/);
    }
    expect(reviewed(plan).hash).not.toBe(
      reviewed(planOf({ before: place(secret), after: place(secret) })).hash,
    );
  }
  const named = printed(planOf({ address: `aws_thing.it["${secret}"]`, after: { name: secret } }));
  for (const text of Object.values(named)) expect(text).not.toContain(secret);
});

test.each([
  ['STRIPE_KEY', true],
  ['DB_PASS', true],
  ['dbPassword', true],
  ['SESSION_TOKEN', true],
  ['api-key', true],
  ['X-Api-Key', true],
  ['CLIENT_SECRET', true],
  ['PARTITION_KEY', false],
  ['TABLE_NAME', false],
  ['COMPASS', false],
  ['MONKEY', false],
])('by the name %s a variable is a secret: %s', (name, isSecret) => {
  const plan = planOf({
    type: 'aws_lambda_function',
    before: { environment: [{ variables: {} }] },
    after: { environment: [{ variables: { [name]: 'correct horse' } }] },
  });
  expect(printed(plan).terminal.includes('correct horse')).toBe(!isSecret);
  expect(reviewed(plan).warnings.some(({ sentence }) => sentence.includes(name))).toBe(isSecret);
});

test.each([
  [
    'a container',
    { container: JSON.stringify([{ environment: [{ name: 'DB_PASSWORD', value: 'correct horse' }] }]) },
  ],
  ['a header', { custom_header: [{ name: 'x-auth-token', value: 'correct horse' }] }],
  ['a tag', { tags: { Password: 'correct horse' } }],
  ['an attribute', { master_password: 'correct horse' }],
])('by its name it is one in %s, too', (_, after) => {
  expect(printed(planOf({ before: { size: 1 }, after })).terminal).not.toContain('correct horse');
});

test('where a secret lies is shown', () => {
  const after = {
    environment: [{ variables: { STRIPE_KEY_PARAMETER: '/shop/stripe', SECRET_ARN: 'arn:aws:x:y' } }],
  };
  const { terminal } = printed(planOf({ before: { environment: [] }, after }));
  expect(terminal).toContain('/shop/stripe');
  expect(terminal).toContain('arn:aws:x:y');
});

test.each([
  ['becomes one', {}, { value: true }],
  ['no longer is one', { value: true }, {}],
])('what %s hides its old value, too', (_, before_sensitive, after_sensitive) => {
  const change = { actions: ['update'], before_sensitive, after_sensitive };
  const texts = printed(
    planOf({ before: { value: 'was this' }, after: { value: 'is that' }, more: { change } }),
  );
  for (const text of Object.values(texts)) expect(text).not.toMatch(/was this|is that/);
});

test('what is marked in one place is hidden in every other', () => {
  const secret = 'q8Zk3Lm9Xw2Rt7Vb';
  const plan = planOf(
    { before: { key: secret }, after: { key: secret, size: 1 }, marks: { key: true } },
    { before: { url: 'none' }, after: { url: `with-${secret}-inside` } },
  );
  for (const text of Object.values(printed(plan))) expect(text).not.toContain(secret);
});

test('an output that is a secret is told to change, and not shown', () => {
  const change = {
    actions: ['update'],
    before: 'old one',
    after: 'new one',
    before_sensitive: true,
    after_sensitive: true,
  };
  const open = { actions: ['update'], before: 'a.example.org', after: 'b.example.org' };
  const plan = { ...planOf(), output_changes: { key: change, url: open } };
  const { terminal } = printed(plan);
  expect(terminal).not.toMatch(/old one|new one/);
  expect(terminal.replace(/\s+/g, ' ')).toContain('change url: "a.example.org" → "b.example.org"');
  const other = { ...plan, output_changes: { key: { ...change, after: 'a third' }, url: open } };
  expect(reviewed(other).hash).not.toBe(reviewed(plan).hash);
});
