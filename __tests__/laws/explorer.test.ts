import { explore } from '../../laws/explorer';
import { MUTANTS } from '../../laws/mutants';
import { OPENINGS } from '../../laws/openings';

jest.setTimeout(60_000);

test.each(Object.keys(OPENINGS))(
  'laws 1 to 7 hold in everything that can happen next after: %s',
  async (name) => {
    const opening = OPENINGS[name] ?? [];
    for (const whole of [false, true]) {
      const { violation, isWhole, states } = await explore({
        requests: 2,
        faults: 1,
        depth: 1,
        whole,
        opening,
      });
      expect(violation).toBeUndefined();
      expect(isWhole).toBe(true);
      expect(states).toBeGreaterThan(2);
    }
  },
);

/** By the guard that is taken out: from where its law is seen to break, in how many steps and faults, and which law it is. */
const SEEN: readonly (readonly [
  mutant: string,
  opening: string,
  depth: number,
  faults: number,
  law: string,
])[] = [
  ['no decision is noted on the apartment', 'paying', 3, 1, 'law 6: pi-1 has the apartment, and goes back'],
  [
    'the workflow reverts whatever it finds',
    'the workflow has read',
    2,
    0,
    'law 3: r1 had paid, and nobody has decided to end its stay',
  ],
  [
    'the workflow takes an apartment though its guest has cancelled',
    'a write whose answer was lost',
    2,
    1,
    'law 5: r1 was cancelled, and has the apartment again',
  ],
  [
    'each try of a refund is a new one to the provider',
    'paid, and ended with a part',
    2,
    1,
    'law 5: a refund of pi-1 was made twice',
  ],
  [
    'a stay ends whoever has the apartment',
    'ended, and the next has paid',
    1,
    0,
    'law 3: r2 had paid, and nobody has decided to end its stay',
  ],
  [
    'money takes the apartment of whoever holds it',
    'over, and the next holds',
    1,
    0,
    'law 1: r1 has the apartment of r2',
  ],
];

test('each guard that can be taken out is missed', () => {
  expect(SEEN.map(([mutant]) => mutant)).toEqual(Object.keys(MUTANTS));
});

test.each(SEEN)(
  'where %s, the shortest course is told that breaks a law, from: %s',
  async (name, from, depth, faults, law) => {
    const terms = { requests: 1, faults, whole: true, depth, opening: OPENINGS[from] ?? [] };
    const { violation } = await explore({ ...terms, mutant: MUTANTS[name] });
    expect(violation?.broken).toContain(law);
    expect(violation?.path.length).toBeLessThanOrEqual(depth);
  },
);
