import { diceOf } from './seed';

export type Roof = 'flat' | 'gable' | 'saw' | 'hip' | 'mansard' | 'pent';
export type Pane = 'tall' | 'square' | 'arched' | 'wide';

/** What the houses of one complex have in common. */
export interface ComplexStyle {
  readonly roof: Roof;
  readonly pane: Pane;
  /** Which of the wall colours, 0 to 5. */
  readonly tint: number;
}

export function complexStyle(complexId: string): ComplexStyle {
  const dice = diceOf(complexId);
  return {
    roof: dice.pick(['flat', 'gable', 'saw', 'hip', 'mansard', 'pent']),
    pane: dice.pick(['tall', 'square', 'arched', 'wide']),
    tint: dice.between(0, 5),
  };
}
