import { addressKeyOf, type CallingEvent } from '../../../functions/booking/address-key';

const SECRET = 'the-secret-of-the-edge';
const secret = { value: async () => SECRET, fresh: async () => SECRET };

function keyOf(headers: Record<string, string>, identity: CallingEvent['identity'] = null) {
  return addressKeyOf({ identity, request: { headers, domainName: null } }, secret);
}

/** As AppSync passes them on: the caller's address and that of AppSync's own front end come last. */
function direct(caller: string, headers: Record<string, string> = {}, sent = '') {
  const hops = [...(sent === '' ? [] : [sent]), caller, '198.51.100.200'];
  return keyOf({ 'x-api-key': 'da2-app', 'x-forwarded-for': hops.join(', '), ...headers });
}

/** As the edge's requests arrive: AppSync sees one of CloudFront's addresses. */
function throughEdge(address: string, headers: Record<string, string> = {}) {
  return keyOf({
    'x-api-key': 'da2-edge',
    'x-forwarded-for': `${address}, 198.51.100.9, 198.51.100.200`,
    'x-origin-secret': SECRET,
    'x-keyhold-address': address,
    ...headers,
  });
}

describe('through the edge', () => {
  test('viewers differ by their address, whichever of its servers they reach', async () => {
    const key = await throughEdge('203.0.113.7');
    expect(await throughEdge('203.0.113.7', { 'x-forwarded-for': '1.2.3.4, 198.51.100.10' })).toBe(key);
    expect(await throughEdge('203.0.113.8')).not.toBe(key);
  });

  test('an IPv6 network of 64 bits is one', async () => {
    const key = await throughEdge('2001:db8:1:2::1');
    expect(await throughEdge('2001:db8:1:2:ffff:1:1:1')).toBe(key);
    expect(await throughEdge('2001:db8:1:3::1')).not.toBe(key);
  });

  test('nobody learns the address from the key', async () => {
    expect(await throughEdge('203.0.113.7')).toMatch(/^[\w-]{22}$/);
  });
});

describe('at AppSync itself', () => {
  test('callers differ by the address that AppSync saw, and by their key', async () => {
    const key = await direct('203.0.113.7');
    expect(await direct('203.0.113.7')).toBe(key);
    expect(await direct('203.0.113.8')).not.toBe(key);
    expect(await direct('203.0.113.7', { 'x-api-key': 'da2-other' })).not.toBe(key);
  });

  test.each([
    ['x-keyhold-address', { 'x-keyhold-address': '192.0.2.1' }],
    ['a wrong secret', { 'x-keyhold-address': '192.0.2.1', 'x-origin-secret': 'guess' }],
    ['an empty secret', { 'x-keyhold-address': '192.0.2.1', 'x-origin-secret': '' }],
  ])('%s makes nobody another', async (_, headers) => {
    expect(await direct('203.0.113.7', headers)).toBe(await direct('203.0.113.7'));
  });

  test('nor does whatever x-forwarded-for was sent', async () => {
    for (const sent of ['192.0.2.1', '192.0.2.1, 192.0.2.2', ' , ,']) {
      expect(await direct('203.0.113.7', {}, sent)).toBe(await direct('203.0.113.7'));
    }
  });

  test('a caller whose address is unknown is counted all the same', async () => {
    expect(await keyOf({ 'x-api-key': 'da2-app' })).toMatch(/^[\w-]{22}$/);
  });
});

test('staff and our own functions are not counted', async () => {
  const identity = { userArn: 'arn:aws:iam::123456789012:user/ada' } as CallingEvent['identity'];
  expect(await keyOf({ 'x-forwarded-for': '203.0.113.7' }, identity)).toBeUndefined();
});
