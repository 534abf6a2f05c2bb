import type { DestroyAllowance } from '../meaning/allowances';
import type { Rename } from '../meaning/renames';
import type { Entry, Forbidden, ReviewOptions, Warning } from '../model';
import type { Plan, ResourceChange } from '../plan/terraform-plan';

/** A change with what has been read of it. */
export interface ReadChange {
  readonly change: ResourceChange;
  readonly entry: Entry;
  /** What must not be overlooked in it, each a whole sentence. */
  readonly warnings: readonly string[];
}

/** All that a step may look at. */
export interface ReviewInput {
  readonly plan: Plan;
  readonly changes: readonly ReadChange[];
  readonly renames: readonly Rename[];
  /** Those of the reviewed environment. */
  readonly allowances: readonly DestroyAllowance[];
  readonly options: ReviewOptions;
}

/** What a step says. */
export interface Told {
  readonly forbidden?: readonly Forbidden[];
  readonly warnings?: readonly Warning[];
  readonly notes?: readonly string[];
}

/** One thing that a review looks for in the plan as a whole. */
export type ReviewStep = (input: ReviewInput) => Told;
