import fc from 'fast-check';
import { copyPayload } from '../../gateway/payload-copy';

test('a small payload is kept as it is, and stays so whatever becomes of the original', () => {
  const payload = { a: [1, 'two', null, true, { b: undefined, c: {} }] };
  const { value, complete } = copyPayload(payload);
  payload.a.push('later');
  expect({ value, complete }).toEqual({ value: { a: [1, 'two', null, true, { c: {} }] }, complete: true });
});

test.each([
  ['a text', 'x'.repeat(1_000_000)],
  ['many texts', Array.from({ length: 10_000 }, (_, n) => `text ${n}`)],
  ['many names', Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`name ${n}`, n]))],
  ['nested', { a: [{ b: 'y'.repeat(20_000) }] }],
])('of %s that is too large the beginning is kept, and it says so', (_what, payload) => {
  const { value, complete } = copyPayload(payload);
  expect(complete).toBe(false);
  const text = JSON.stringify(value);
  expect(text.length).toBeGreaterThan(8_000);
  expect(text.length).toBeLessThan(40_000);
});

test('any JSON that is small is kept whole', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (payload) => {
      fc.pre(JSON.stringify(payload).length < 2_000 && !JSON.stringify(payload).includes('__proto__'));
      const { value, complete } = copyPayload(payload);
      expect(complete).toBe(true);
      expect(JSON.stringify(value)).toBe(JSON.stringify(payload));
    }),
  );
});

test('of bytes only how many is kept', () => {
  expect(copyPayload({ body: Buffer.alloc(5) }).value).toEqual({ body: '5 bytes' });
});
