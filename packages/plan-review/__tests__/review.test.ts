import type { Allowances } from '../meaning/allowances';
import type { Review } from '../model';
import { headline, verdict } from '../render/words';
import { exitCodeOf } from '../review';
import { reviewOf } from './recorded';

const TABLE = 'aws_dynamodb_table.apartments';

function sentences({ warnings }: Review): string[] {
  return warnings.map(({ sentence }) => sentence);
}

function linesOf(review: Review): string[] {
  return review.entries.flatMap(({ lines }) => lines.map(({ sign, text }) => `${sign} ${text}`));
}

function allowing(expires: string, environment = 'prod'): Allowances {
  return { destroy: [{ address: TABLE, environment, reason: 'The table was copied.', expires }], drift: [] };
}

test.each([
  ['nothing-changed', 0],
  ['from-nothing', 2],
  ['index-added', 2],
  ['only-a-hash-changed', 2],
  ['permission-widened', 2],
  ['construct-renamed', 3],
  ['construct-removed', 3],
  ['table-key-changed', 3],
  ['table-key-changed-unprotected', 3],
])('%s ends in exit code %i', (name, code) => {
  expect(exitCodeOf(reviewOf(name))).toBe(code);
});

test('a replacement is counted apart from additions and changes', () => {
  const review = reviewOf('table-key-changed-unprotected');
  expect(review.counts).toMatchObject({ replace: 1, destroy: 0 });
  expect(headline(review)).toContain('1 to REPLACE, 0 to destroy');
});

describe('the key of the table changes', () => {
  test.each(['table-key-changed', 'table-key-changed-unprotected'])('%s: why, and what to do', (name) => {
    const [refusal] = reviewOf(name).forbidden;
    expect(refusal?.address).toBe(TABLE);
    expect(refusal?.sentence).toContain('lose every item in it');
    expect(refusal?.sentence).toContain(
      'partition key (hash_key) of table lodging-prod-apartments changes from "Id" to "id"',
    );
    expect(refusal?.advice.join(' ')).toContain('restore hash_key as it was');
    expect(refusal?.advice.join(' ')).toContain('config/allowances.json');
  });

  test('a plan that prevent_destroy stopped is shown with its changes, not only its error', () => {
    const review = reviewOf('table-key-changed');
    expect(review.error).toContain('Instance cannot be destroyed');
    expect(review.entries).toContainEqual(expect.objectContaining({ address: TABLE, action: 'replace' }));
  });

  test('lost deletion protection is a warning of its own', () => {
    expect(sentences(reviewOf('table-key-changed-unprotected'))).toContainEqual(
      expect.stringContaining('loses its deletion protection'),
    );
  });

  test('an allowance in force makes it high risk instead', () => {
    const review = reviewOf('table-key-changed-unprotected', allowing('2026-11-24'));
    expect(review.forbidden).toEqual([]);
    expect(review.risk).toBe('high');
    expect(exitCodeOf(review)).toBe(2);
  });

  test.each([
    ['that expired yesterday', allowing('2026-11-23')],
    ['for another environment', allowing('2026-12-31', 'dev')],
  ])('an allowance %s allows nothing', (_, allowances) => {
    expect(exitCodeOf(reviewOf('table-key-changed-unprotected', allowances))).toBe(3);
  });

  test('an allowance that nothing uses is named', () => {
    expect(reviewOf('index-added', allowing('2026-12-31')).notes.join()).toContain(
      'allows nothing that this plan does',
    );
  });
});

test('a construct that was renamed is recognized, with the line to write', () => {
  const review = reviewOf('construct-renamed');
  expect(review.renames).toContainEqual({
    from: TABLE,
    to: 'aws_dynamodb_table.data_table_0A1B2C3D',
    realName: 'lodging-prod-apartments',
    line: `resource.moveFromId('${TABLE}');`,
  });
  expect(review.forbidden[0]?.advice[0]).toContain(`resource.moveFromId('${TABLE}');`);
});

test('a removed API key is forbidden, and no rename', () => {
  const review = reviewOf('construct-removed');
  expect(review.forbidden).toEqual([
    expect.objectContaining({ address: expect.stringContaining('aws_appsync_api_key.') }),
  ]);
  expect(review.renames).toEqual([]);
});

test('an index is told by its name', () => {
  expect(linesOf(reviewOf('index-added'))).toContainEqual(
    expect.stringContaining('global_secondary_index[byGuest]'),
  );
});

test('a wider permission is a warning in words', () => {
  const review = reviewOf('permission-widened');
  expect(sentences(review)).toContainEqual(
    'Role lodging-prod-booking-function may now also dynamodb:DeleteItem on arn:aws:dynamodb:eu-central-1:000000000000:table/lodging-prod-apartments.',
  );
  expect(sentences(review)).toHaveLength(1);
});

test.each(['index-added', 'state-renamed', 'only-a-hash-changed'])(
  '%s: a policy that Terraform only writes again at apply is no warning',
  (name) => {
    const review = reviewOf(name);
    expect(sentences(review)).toEqual([]);
    expect(review.entries.map(({ noise }) => noise)).toContain('only computed values');
  },
);

test('a state with another name is told as renamed, not as gone', () => {
  const lines = linesOf(reviewOf('state-renamed'));
  expect(lines).toContainEqual(expect.stringContaining('~ state "Wait" is renamed "Wait for the Payment"'));
  expect(lines.filter((line) => /^[+-] state/.test(line))).toEqual([]);
});

test('a field that goes breaks clients, by the words of graphql itself', () => {
  const review = reviewOf('schema-field-removed');
  expect(sentences(review)).toContainEqual('Clients break: Apartment.bedrooms was removed.');
});

test('public access is a warning, by the block and by the policy', () => {
  const found = sentences(reviewOf('bucket-made-public')).join('\n');
  expect(found).toContain('block_public_policy is false');
  expect(found).toMatch(/Public access: everyone may now s3:GetObject/);
});

test('a header that is no longer sent is a warning', () => {
  expect(sentences(reviewOf('header-dropped'))).toContainEqual(
    'Weaker headers: lodging-prod-page no longer sends Content-Security-Policy.',
  );
});

test('cache rules are told by behaviour, and plain HTTP is a warning', () => {
  const review = reviewOf('cache-rule-changed');
  expect(linesOf(review)).toContainEqual('~ behaviour /api/*: compress true → false');
  expect(sentences(review)).toContainEqual(expect.stringContaining('Weaker TLS: behaviour /api/*'));
});

test.each([
  ['only-a-hash-changed', 'only code'],
  ['only-tags-changed', 'only tags'],
])('%s is folded, but counted, and routine', (name, noise) => {
  const review = reviewOf(name);
  expect(review.entries.map((entry) => entry.noise)).toContain(noise);
  expect(review.risk).toBe('routine');
  expect(verdict(review)).toContain('ROUTINE');
});

describe('drift', () => {
  const address = 'aws_cloudwatch_log_group.api_booking_log_58F9FFBB';
  const reason = 'Shortened while the logs are moved.';

  test('stands apart from what the code changes', () => {
    const { drift } = reviewOf('drift');
    expect(drift.allowed).toEqual([]);
    expect(drift.entries).toEqual([
      expect.objectContaining({
        address,
        lines: expect.arrayContaining([expect.stringContaining('retention_in_days: 365 → 7')]),
      }),
    ]);
  });

  test('that the repository allows is only counted', () => {
    const drift = [{ address, environment: 'prod', reason, expires: '2026-12-31' }];
    expect(reviewOf('drift', { destroy: [], drift }).drift).toMatchObject({
      entries: [],
      allowed: [{ address, reason }],
    });
  });
});
