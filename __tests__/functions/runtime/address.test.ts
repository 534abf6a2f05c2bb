import fc from 'fast-check';
import { networkOf } from '../../../functions/runtime/address';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  [' 203.0.113.7 ', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::ffff:cb00:7107', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8:1:2:3:4:203.0.113.7', '2001:db8:1:2::/64'],
  ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['unknown', undefined],
  ['203.0.113.7:443', undefined],
  ['', undefined],
])('%j is of the network %j', (text, network) => {
  expect(networkOf(text)).toBe(network);
});

const group = fc.integer({ min: 0, max: 0xffff });
const text = (groups: readonly number[]) => groups.map((each) => each.toString(16)).join(':');

test('two IPv6 addresses are of one network exactly where their first 64 bits are the same', () => {
  const four = fc.tuple(group, group, group, group);
  fc.assert(
    fc.property(four, four, four, four, (front, otherFront, tail, otherTail) => {
      const address = networkOf(text([...front, ...tail]));
      expect(networkOf(text([...front, ...otherTail]))).toBe(address);
      const isSame = text(front) === text(otherFront);
      expect(networkOf(text([...otherFront, ...tail])) === address).toBe(isSame);
    }),
  );
});

test('however an IPv6 address is written, its network is the same', () => {
  const groups = fc.array(fc.oneof(fc.constant(0), group), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(groups, (all) => {
      const long = all.map((each) => each.toString(16).padStart(4, '0').toUpperCase()).join(':');
      const short = new URL(`http://[${text(all)}]`).hostname.slice(1, -1);
      expect(networkOf(short)).toBe(networkOf(long));
    }),
  );
});
