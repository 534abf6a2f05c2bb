import fc from 'fast-check';
import { complexStyle } from '../../../web/drawing/complex-style';
import { type DrawingDetail, HEIGHT, houseDrawing, WIDTH } from '../../../web/drawing/house-drawing';
import type { Box } from '../../../web/drawing/roof';
import { seededRandom } from '../../../web/drawing/seeded-random';

const apartments = fc.record({ id: fc.string(), complexId: fc.string(), bedrooms: fc.nat({ max: 50 }) });
const details = fc.constantFrom<DrawingDetail>('full', 'plain');

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

test('a house is the same every time it is drawn', () => {
  fc.assert(
    fc.property(apartments, details, (of, detail) =>
      expect(houseDrawing(of, detail)).toEqual(houseDrawing({ ...of }, detail)),
    ),
  );
});

test('every house fits its picture, and has one lamp and a door that no window is in the way of', () => {
  fc.assert(
    fc.property(apartments, details, (of, detail) => {
      const { body, windows, door, roof } = houseDrawing(of, detail);
      const margin = detail === 'plain' ? 20 : 0;
      expect(body.x - 3).toBeGreaterThanOrEqual(margin);
      expect(body.x + body.width + 3).toBeLessThanOrEqual(WIDTH - margin);
      const heights = [...roof.matchAll(/[V ](-?[\d.]+)/g)].map((match) => Number(match[1]));
      expect(Math.min(body.y, ...heights)).toBeGreaterThanOrEqual(0);
      expect(body.y + body.height).toBe(HEIGHT);
      expect(windows.filter(({ lamp }) => lamp)).toHaveLength(1);
      expect(windows.filter((window) => overlap(window, door))).toEqual([]);
      const onGroundFloor = windows.filter(({ y, height }) => y + height > door.y);
      expect(onGroundFloor.length).toBeGreaterThanOrEqual(1);
    }),
  );
});

test('more bedrooms make a wider house', () => {
  const widths = [0, 2, 4].map(
    (bedrooms) => houseDrawing({ id: 'a', complexId: 'x', bedrooms }, 'full').windows.length,
  );
  expect(widths).toEqual([...widths].sort((a, b) => a - b));
});

test('a phone gets a lighter picture', () => {
  const of = { id: 'mill-5', complexId: 'mill-yard', bedrooms: 4 };
  const [full, plain] = [houseDrawing(of, 'full'), houseDrawing(of, 'plain')];
  expect(plain.windows.length).toBeLessThan(full.windows.length);
  expect([plain.trees, plain.chimney]).toEqual([[], undefined]);
});

test('the houses of a complex are of one style', () => {
  const [one, other] = ['a', 'b'].map(
    (id) => houseDrawing({ id, complexId: 'mill-yard', bedrooms: 1 }, 'full').style,
  );
  expect(one).toEqual(other);
  expect(
    new Set(['harbour-court', 'mill-yard', 'hill-terraces'].map((id) => complexStyle(id).roof)).size,
  ).toBe(3);
});

test('dice are fair enough and stay within their bounds', () => {
  const random = seededRandom('seed');
  const throws = Array.from({ length: 6000 }, () => random.between(1, 6));
  for (const side of [1, 2, 3, 4, 5, 6]) {
    expect(throws.filter((one) => one === side).length).toBeGreaterThan(800);
  }
  expect(throws.every((one) => one >= 1 && one <= 6)).toBe(true);
});
