import { DEPLOYED_ENVIRONMENTS, environment, type Settings, validate } from '../../config/environments';

const good: Settings = {
  region: 'eu-central-1',
  stateBucket: 'some-bucket',
  repository: 'some-owner/some-name',
  holdSeconds: 900,
  holdsPerGuest: 3,
  holdsPerAddress: 10,
  pauseAfterUnpaidHold: 300,
  deployed: true,
  protectData: true,
  payments: { provider: 'stripe' },
  guestDataRetentionDays: 365,
  logRetentionDays: 365,
  introspection: false,
  tags: {},
  edge: {
    firewall: true,
    priceClass: 'PriceClass_100',
    shieldRegion: 'eu-central-1',
    failoverRegion: 'eu-west-1',
  },
};

test.each([
  ['region', 'Frankfurt', 'AWS region such as eu-central-1'],
  ['account', '123', 'twelve digits'],
  ['stateBucket', 'Not A Bucket', 'S3 bucket name'],
  ['repository', 'keyhold', 'repository such as owner/name'],
  ['repository', 'owner/*', 'repository such as owner/name'],
  ['holdSeconds', 0, '1 or more seconds'],
  ['holdsPerGuest', 0, '1 to 100, or unlimited'],
  ['holdsPerAddress', 'many', '1 to 100, or unlimited'],
  ['holdsPerAddress', 'unlimited', 'one visitor can hold every apartment'],
  ['pauseAfterUnpaidHold', -1, '0 or more seconds'],
  ['holdSeconds', 1.5, 'whole number of seconds'],
  ['holdSeconds', Number.NaN, 'whole number of seconds'],
  ['holdSeconds', 90_000, '86400'],
  ['protectData', 'yes', 'true or false'],
  ['payments', { provider: 'paypal' }, 'one of test, stripe'],
  ['guestDataRetentionDays', 0, '1 or more days'],
  ['guestDataRetentionDays', 0.5, 'whole number of days'],
  ['guestDataRetentionDays', 36_500, '3653'],
  ['logRetentionDays', 15, 'one of 1, 3, 5'],
  ['alarmEmail', 'nobody', 'e-mail address'],
  ['tags', { Team: 7 }, 'text'],
])(
  'a wrong %s (%p) is an error that names the environment, the field and what it should be',
  (field, value, should) => {
    const wrong = { ...good, [field]: value } as Settings;
    expect(() => validate('prod', wrong)).toThrow(new RegExp(`"prod".*${field}.*${should}`));
  },
);

test.each([
  ['firewall', 1, 'true or false'],
  ['priceClass', 'PriceClass_1', 'one of PriceClass_100, PriceClass_200, PriceClass_All'],
  ['shieldRegion', 'eu-north-1', 'region that has Origin Shield'],
  ['failoverRegion', 'Ireland', 'AWS region'],
  ['failoverRegion', 'eu-central-1', 'another region than region'],
  ['countries', ['Germany'], 'country of ISO 3166-1'],
  ['countries', [], 'leave it out to let every country in'],
  ['domain', { name: 'https://book.example.com', hostedZoneId: 'Z0123456789' }, 'domain name'],
  ['domain', { name: 'book.example.com', hostedZoneId: 'example.com' }, 'hosted zone'],
])('a wrong %s (%p) of the edge is such an error too', (field, value, should) => {
  const wrong = { ...good, edge: { ...good.edge, [field]: value } } as Settings;
  expect(() => validate('prod', wrong)).toThrow(new RegExp(`"prod".*edge\\.${field}.*${should}`));
});

test('where data is protected nobody pays by the test page, with which an apartment costs nothing', () => {
  const test: Settings = { ...good, payments: { provider: 'test' } };
  expect(() => validate('prod', test)).toThrow(/"prod": payments\.provider must be stripe.*it is "test"/);
  expect(validate('dev', { ...test, protectData: false }).payments.provider).toBe('test');
  for (const name of ['staging', 'prod']) expect(environment(name).payments.provider).toBe('stripe');
  for (const name of ['local', 'dev']) expect(environment(name).payments.provider).toBe('test');
});

test('a domain and its hosted zone are taken as they are', () => {
  const domain = { name: 'book.example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' };
  expect(
    validate('prod', { ...good, edge: { ...good.edge, domain, countries: ['DE', 'AT'] } }).edge,
  ).toMatchObject({
    domain,
    countries: ['DE', 'AT'],
  });
});

test('a setting that there is not is named', () => {
  expect(() => validate('dev', { ...good, holdMinutes: 15 } as Settings)).toThrow(
    /"dev": holdMinutes is not a setting/,
  );
});

test('a missing setting is named', () => {
  const { region: _, ...rest } = good;
  expect(() => validate('dev', rest as Settings)).toThrow(/"dev": region .*missing/);
});

test('an unknown environment is refused with the ones there are', () => {
  expect(() => environment('produktion')).toThrow(/no environment "produktion".*There are local, /);
  for (const name of DEPLOYED_ENVIRONMENTS) expect(() => environment('produktion')).toThrow(name);
});

test.each(['local', ...DEPLOYED_ENVIRONMENTS])('%s is valid', (name) => {
  expect(environment(name).name).toBe(name);
});

test('an apartment is held for 60 s on a laptop and for 15 min elsewhere', () => {
  expect(environment('local').holdSeconds).toBe(60);
  for (const name of DEPLOYED_ENVIRONMENTS) expect(environment(name).holdSeconds).toBe(900);
});

test.each(['local', 'dev'])('%s goes without the firewall, which costs by the month', (name) => {
  expect(environment(name).edge.firewall).toBe(false);
});

test.each(['staging', 'prod'])('%s has the firewall', (name) => {
  expect(environment(name).edge.firewall).toBe(true);
});

test('an override is validated like any setting', () => {
  expect(environment('local', { holdSeconds: 5 }).holdSeconds).toBe(5);
  expect(() => environment('local', { holdSeconds: -1 })).toThrow(/holdSeconds/);
});
