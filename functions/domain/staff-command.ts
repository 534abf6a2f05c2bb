/** Who of the staff gave a command, when, and why if they said so. It is stored with what the command changed. */
export interface StaffCommand {
  /** As the API found it out: by IAM the ARN, by a user pool the name. */
  readonly by: string;
  /** ISO 8601 UTC with milliseconds. */
  readonly at: string;
  readonly reason?: string | undefined;
}

/** A command that was given now. */
export function givenNow(by: string, now: number, reason?: string): StaffCommand {
  const at = new Date(now).toISOString();
  return reason === undefined ? { by, at } : { by, at, reason };
}
