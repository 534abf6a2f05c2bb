import type { Allowances } from './meaning/allowances';
import type { Drift } from './meaning/drift';
import type { Unjudged } from './meaning/judged';
import type { Group } from './meaning/kinds';
import type { Noise } from './meaning/noise';
import type { Rename } from './meaning/renames';
import type { ForcedReplacement } from './meaning/replacement';
import type { Risk } from './meaning/risk';
import type { Action, OutputChange } from './plan/terraform-plan';
import type { Line } from './subjects/subject';

/** One resource's change, ready to be shown. */
export interface Entry {
  readonly address: string;
  readonly title: string;
  readonly group: Group;
  readonly action: Action;
  readonly risk: Risk;
  readonly forced: readonly ForcedReplacement[];
  readonly lines: readonly Line[];
  /** Set: nobody needs to read it, and it is only counted. */
  readonly noise: Noise | undefined;
  /** Why and from where: whole sentences. */
  readonly circumstances: readonly string[];
  /** What of it nobody has judged. */
  readonly unjudged: Unjudged;
  /** How many settings something new is made with, which are not told one by one. */
  readonly settings: number;
}

/** A sentence about an address that must not be overlooked. */
export interface Warning {
  readonly address: string;
  readonly sentence: string;
}

/** What may not be applied, why, and the ways out. */
export interface Forbidden extends Warning {
  readonly advice: readonly string[];
}

export interface Finding extends Warning {
  readonly rule: string;
}

/** What the rules over the synthesized JSON say that they did not say before the change, and the reverse. */
export interface PolicyDelta {
  readonly added: readonly Finding[];
  readonly fixed: readonly Finding[];
}

export interface Counts {
  readonly add: number;
  readonly change: number;
  readonly replace: number;
  readonly destroy: number;
  readonly move: number;
  readonly import: number;
  readonly forget: number;
}

/** All that is to be said of a plan. It holds no secret that the plan marks as one. */
export interface Review {
  readonly environment: string;
  /** What the plan means, as a SHA-256 in hex: two plans of one change have the same hash. */
  readonly hash: string;
  /** Terraform's message where it could not plan to the end; the changes it found are reviewed all the same. */
  readonly error: string | undefined;
  readonly counts: Counts;
  readonly outputs: readonly {
    readonly name: string;
    readonly action: OutputChange['action'];
    readonly text: string;
  }[];
  /** What Terraform cannot change yet, each with why. */
  readonly deferred: readonly Warning[];
  /** The addresses of data sources that are read only while the plan is applied. */
  readonly reads: readonly string[];
  readonly unchanged: number;
  readonly risk: Risk;
  readonly forbidden: readonly Forbidden[];
  readonly warnings: readonly Warning[];
  readonly renames: readonly Rename[];
  /** In the order of their chapters, the riskiest first in each. */
  readonly entries: readonly Entry[];
  readonly drift: Drift;
  readonly policy: PolicyDelta | undefined;
  /** What could not be compared, and allowances that allow what nobody does, or did so too long. */
  readonly notes: readonly string[];
}

/** What a review needs to know beside the plan. */
export interface ReviewOptions {
  readonly environment: string;
  readonly allowances: Allowances;
  /** The file that holds them, as advice names it. */
  readonly allowancesFile: string;
  /** The day, such as 2026-11-24: allowances expire. */
  readonly today: string;
  /** Terraform's message if the plan is errored. */
  readonly error?: string;
  readonly policy?: PolicyDelta;
  /** What else a reviewer has to know. */
  readonly notes?: readonly string[];
}
