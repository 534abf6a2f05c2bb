import type { Json } from '../../../core/json';
import type { TaskOutcome } from './execution';

/** Something that an execution reacts to with a step. `attempt` is the one it answers. */
export type Signal =
  /** Go on with whatever can go on: a new execution, or one whose last step was cut short. */
  | { readonly type: 'continue' }
  /** Time has passed: something may be due. */
  | { readonly type: 'clock' }
  | {
      readonly type: 'taskSubmitted';
      readonly branch: number;
      readonly attempt: number;
      readonly output: Json;
    }
  | {
      readonly type: 'taskEnded';
      readonly branch: number;
      readonly attempt: number;
      readonly outcome: TaskOutcome;
    }
  | { readonly type: 'taskHeartbeat'; readonly branch: number; readonly attempt: number }
  /** Go on from where it did not succeed; ignored where that cannot be, or was granted to this token before. */
  | { readonly type: 'redrive'; readonly clientToken: string }
  | { readonly type: 'stop'; readonly error?: string | undefined; readonly cause?: string | undefined };
