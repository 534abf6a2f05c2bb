import { type Environment, environment } from '../../config/environments';

const prod = environment('prod');

/** Settings that no environment has, each synthesized with every run of the tests, by the name of its folder. */
export const VARIANTS = {
  'prod-with-domain': environment('prod', {
    edge: {
      ...prod.edge,
      domain: { name: 'book.example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' },
      countries: ['DE', 'AT'],
    },
  }),
  'prod-with-alarm-email': environment('prod', { alarmEmail: 'ops@example.com' }),
  'dev-with-alarm-email': environment('dev', { alarmEmail: 'ops@example.com' }),
  'local-with-short-holds': environment('local', { holdSeconds: 3 }),
  // With the shares that deployed environments have.
  'local-with-shares': environment('local', {
    holdsPerGuest: 3,
    holdsPerAddress: 10,
    pauseAfterUnpaidHold: 20,
  }),
  'dev-with-account': environment('dev', { account: '123456789012' }),
} satisfies Record<string, Environment>;

export type Variant = keyof typeof VARIANTS;
