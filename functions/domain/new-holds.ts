import type { StaffCommand } from './staff-command';

/** Whether apartments can be reserved at all. Staff stop new holds, and allow them again, without a deployment. */
export interface NewHolds {
  readonly stopped: boolean;
  /** The command that changed it last; undefined where nobody ever did. */
  readonly command?: StaffCommand | undefined;
}

export interface NewHoldsReader {
  /** Read consistently. */
  find(): Promise<NewHolds>;
}

export interface NewHoldsSwitch extends NewHoldsReader {
  /** False where it is so already. */
  change(stopped: boolean, command: StaffCommand): Promise<boolean>;
}
