import { UserError } from '@keyhold/local-cloud/errors';
import { z } from 'zod';

/** The days that CloudWatch Logs accepts (API reference, PutRetentionPolicy). */
const RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653];

const HOUR_SECONDS = 3600;

/**
 * Where CloudFront has Origin Shield
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/origin-shield.html).
 */
const SHIELD_REGIONS = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'eu-central-1',
  'eu-west-1',
  'eu-west-2',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-2',
];

/** Payment providers. `test` is a page of our own, where anybody can pay without money. */
const PAYMENT_PROVIDERS = ['test', 'stripe'];

const PRICE_CLASSES = ['PriceClass_100', 'PriceClass_200', 'PriceClass_All'];

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region such as eu-central-1');

const edge = z.strictObject({
  firewall: z
    .boolean('must be true or false')
    .describe('Web ACLs before the edge and the API: a fixed price a month each.'),
  priceClass: z.enum(PRICE_CLASSES, `must be one of ${PRICE_CLASSES.join(', ')}`),
  shieldRegion: z
    .enum(SHIELD_REGIONS, `must be a region that has Origin Shield: ${SHIELD_REGIONS.join(', ')}`)
    .describe(
      'The region of Origin Shield, the shared cache before the origins: the nearest to the backend.',
    ),
  failoverRegion: region.describe('The region of the second copy of the page.'),
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'must be a country of ISO 3166-1, such as DE'))
    .min(1, 'must name one country or more; leave it out to let every country in')
    .optional()
    .describe('Only viewers from these countries are let in.'),
  domain: z
    .strictObject({
      name: z
        .string()
        .regex(
          /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/,
          'must be a domain name such as book.example.com',
        ),
      hostedZoneId: z
        .string()
        .regex(
          /^Z[A-Z0-9]{5,31}$/,
          'must be the id of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ',
        ),
    })
    .optional()
    .describe("The site's own domain; without one CloudFront's is used."),
});

const share = z.custom<number | 'unlimited'>(
  (value) => value === 'unlimited' || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 100),
  'must be a whole number from 1 to 100, or unlimited (without a pause, too)',
);

/** The settings of an environment: the only input of its stack. */
const settings = z
  .strictObject({
    region,
    account: z
      .string()
      .regex(/^\d{12}$/, 'must be an AWS account id of twelve digits')
      .optional()
      .describe('Pins the account: Terraform refuses to touch any other.'),
    stateBucket: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, 'must be an S3 bucket name: 3 to 63 of a-z 0-9 -'),
    repository: z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[\w.-]{1,100}$/,
        'must be a GitHub repository such as owner/name',
      )
      .describe('The repository whose workflows may plan and deploy.'),
    holdSeconds: z
      .int('must be a whole number of seconds')
      .min(1, 'must be 1 or more seconds')
      .max(24 * HOUR_SECONDS, 'must be 86400 (a day) or fewer seconds'),
    holdsPerGuest: share.describe(
      'How many apartments a guest may hold at once. Guests without a name have no limit of their own.',
    ),
    holdsPerAddress: share.describe(
      'How many apartments may be held at once from one IPv4 address, or one IPv6 network of 64 bits: a household, or an office.',
    ),
    pauseAfterUnpaidHold: z
      .int('must be a whole number of seconds')
      .min(0, 'must be 0 or more seconds')
      .max(24 * HOUR_SECONDS, 'must be 86400 (a day) or fewer seconds')
      .describe(
        'For how many seconds after an unpaid hold the same guest or address may not hold the same apartment again.',
      ),
    deployed: z
      .boolean('must be true or false')
      .describe('Whether it lies on AWS: synthesized, checked, planned and deployed with the others.'),
    protectData: z
      .boolean('must be true or false')
      .describe(
        'Deletion protection, prevent_destroy, and every rule for what must not be lost. False: it may be thrown away.',
      ),
    payments: z.strictObject({
      provider: z.enum(PAYMENT_PROVIDERS, `must be one of ${PAYMENT_PROVIDERS.join(', ')}`),
      live: z
        .boolean('must be true or false')
        .default(false)
        .describe(
          "Whether Stripe's live mode is used, and money is real. Keys and events of the other mode are refused.",
        ),
    }),
    guestDataRetentionDays: z
      .int('must be a whole number of days')
      .min(1, 'must be 1 or more days')
      .max(3653, 'must be 3653 (ten years) or fewer days')
      .describe("How long guests' data is stored after the last change of a reservation."),
    logRetentionDays: z
      .number('must be a number of days')
      .refine((days) => RETENTION_DAYS.includes(days), `must be one of ${RETENTION_DAYS.join(', ')} days`),
    introspection: z
      .boolean('must be true or false')
      .describe('Whether clients may read the GraphQL schema.'),
    alarmEmail: z
      .email('must be an e-mail address')
      .optional()
      .describe('The address that alarms are sent to.'),
    tags: z.record(z.string(), z.string('must be a text')),
    edge,
  })
  .refine(({ region, edge }) => edge.failoverRegion !== region, {
    path: ['edge', 'failoverRegion'],
    message: 'must be another region than region, or both copies fail together',
  })
  .refine(({ deployed, holdsPerAddress }) => !(deployed && holdsPerAddress === 'unlimited'), {
    path: ['holdsPerAddress'],
    message: 'must be a number where deployed is true: else one visitor can hold every apartment',
  })
  .refine(({ protectData, payments }) => !(protectData && payments.provider === 'test'), {
    path: ['payments', 'provider'],
    message:
      "must be stripe where protectData is true (a key of Stripe's test mode will do): by the test page anybody gets an apartment for nothing",
  });

export type Settings = z.input<typeof settings>;
export type Environment = Readonly<z.output<typeof settings>> & { readonly name: string };

/** Bucket names are unique in all of AWS: a fork needs another name. */
const STATE_BUCKET = 'keyhold-terraform-state';

/** On GitHub; a fork has another owner. */
const REPOSITORY = 'keyhold/keyhold';

const guarded = {
  deployed: true,
  region: 'eu-central-1',
  stateBucket: STATE_BUCKET,
  repository: REPOSITORY,
  holdSeconds: 15 * 60,
  holdsPerGuest: 3,
  holdsPerAddress: 10,
  pauseAfterUnpaidHold: 5 * 60,
  protectData: true,
  payments: { provider: 'stripe' },
  guestDataRetentionDays: 365,
  logRetentionDays: 365,
  introspection: false,
  tags: { Project: 'keyhold' },
  edge: {
    firewall: true,
    priceClass: 'PriceClass_100',
    shieldRegion: 'eu-central-1',
    failoverRegion: 'eu-west-1',
  },
} satisfies Settings;

/** For environments that may be destroyed at any time. */
const throwaway = {
  ...guarded,
  protectData: false,
  payments: { provider: 'test' },
  guestDataRetentionDays: 30,
  introspection: true,
} satisfies Settings;

/** A web ACL costs by the month, whether anybody comes or not. */
const withoutFirewall = { ...guarded.edge, firewall: false };

/** An environment is one entry here: stacks, commands, checks and workflows have it from this list. */
const environments: Record<string, Settings> = {
  local: {
    ...throwaway,
    deployed: false,
    holdSeconds: 60,
    logRetentionDays: 1,
    edge: withoutFirewall,
    // Every client on a laptop has one address, and tests and benchmarks hold hundreds of apartments from it.
    holdsPerGuest: 'unlimited',
    holdsPerAddress: 'unlimited',
    pauseAfterUnpaidHold: 0,
  },
  dev: { ...throwaway, logRetentionDays: 14, edge: withoutFirewall },
  staging: guarded,
  prod: { ...guarded, payments: { provider: 'stripe', live: true } },
};

/** What `cdktf deploy` may reach, by name; the others run on a laptop only. */
export const DEPLOYED_ENVIRONMENTS: readonly string[] = Object.entries(environments)
  .filter(([, { deployed }]) => deployed)
  .map(([name]) => name);

/**
 * The validated settings of an environment.
 * @param overrides settings that a command line changes for one run
 * @throws UserError when there is no such environment, or a value is wrong
 */
export function environment(name: string, overrides: Partial<Settings> = {}): Environment {
  const given = environments[name];
  if (!given) {
    const known = Object.keys(environments).join(', ');
    throw new UserError(
      'EnvironmentUnknown',
      `There is no environment "${name}" in config/environments.ts.`,
      `There are ${known}.`,
    );
  }
  return validate(name, { ...given, ...overrides });
}

/** Every environment of config/, deployed or not. */
export const environmentNames: readonly string[] = Object.keys(environments);

/** Whether config/ has an environment of this name, deployed or not. */
export function isEnvironment(name: string): boolean {
  return Object.hasOwn(environments, name);
}

/** The environments that are deployed, with their settings. */
export function deployedEnvironments(): Environment[] {
  return DEPLOYED_ENVIRONMENTS.map((name) => environment(name));
}

/**
 * The environment whose settings the account's own stack has: its region, its account and the bucket of all state.
 * It is the last one that protects its data.
 */
export function accountEnvironment(): Environment {
  const all = deployedEnvironments();
  const found = all.findLast(({ protectData }) => protectData) ?? all[0];
  if (found) return found;
  throw new UserError(
    'NothingDeployed',
    'No environment of config/environments.ts is deployed.',
    'Set deployed to true in one of them.',
  );
}

/** Checks settings as {@link environment} does; `name` is for the error only. */
export function validate(name: string, given: Settings): Environment {
  const result = settings.safeParse(given);
  if (result.success) return { ...result.data, name };
  const faults = result.error.issues.map((issue) => describeFault(issue, given));
  throw new UserError(
    'SettingInvalid',
    `Environment "${name}": ${faults.join('; ')}.`,
    'Correct it in config/environments.ts.',
  );
}

function describeFault(issue: z.core.$ZodIssue, given: object): string {
  if (issue.code === 'unrecognized_keys') return `${issue.keys.join(', ')} is not a setting`;
  const field = issue.path.join('.');
  const value = issue.path.reduce<unknown>(
    (part, key) => (part as Record<PropertyKey, unknown>)?.[key],
    given,
  );
  return `${field} ${issue.message}; it is ${JSON.stringify(value) ?? 'missing'}`;
}
