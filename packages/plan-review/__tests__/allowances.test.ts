import { readAllowances } from '../meaning/allowances';

const GOOD = {
  address: 'aws_s3_bucket.web',
  environment: 'dev',
  reason: 'It is created again elsewhere.',
  expires: '2026-12-31',
};

function read(destroy: unknown[]) {
  return readAllowances(JSON.stringify({ destroy, drift: [] }), 'allowances.json');
}

test('an allowance has an address, an environment, a reason and a last day', () => {
  expect(read([GOOD]).destroy).toEqual([GOOD]);
});

test.each([
  ['address', { ...GOOD, address: 'the bucket' }],
  ['environment', { ...GOOD, environment: '' }],
  ['reason', { ...GOOD, reason: 'ok' }],
  ['expires', { ...GOOD, expires: 'never' }],
])('a bad %s is named', (field, allowance) => {
  expect(() => read([allowance])).toThrow(
    expect.objectContaining({
      code: 'AllowancesUnreadable',
      message: expect.stringContaining(`destroy.0.${field}`),
    }),
  );
});
