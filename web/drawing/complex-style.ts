import { seededRandom } from './seeded-random';

export type Roof = 'flat' | 'gable' | 'saw' | 'hip' | 'mansard' | 'pent';
export type Pane = 'tall' | 'square' | 'arched' | 'wide';

/** What the houses of one complex have in common. */
export interface ComplexStyle {
  readonly roof: Roof;
  readonly pane: Pane;
  /** The wall colour, 0 to 5. */
  readonly tint: number;
}

export function complexStyle(complexId: string): ComplexStyle {
  const random = seededRandom(complexId);
  return {
    roof: random.pick(['flat', 'gable', 'saw', 'hip', 'mansard', 'pent']),
    pane: random.pick(['tall', 'square', 'arched', 'wide']),
    tint: random.between(0, 5),
  };
}
