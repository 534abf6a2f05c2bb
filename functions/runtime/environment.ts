import * as z from 'zod';

/*
 * How every function reads its environment variables: once, when it is loaded, against a schema of its own,
 * so that a wrong deployment fails at its first event with all that is wrong.
 *
 *   const environment = z.object({ TABLE_NAME: text }).transform((variables) => ({ tableName: variables.TABLE_NAME }));
 *   const { tableName } = readVariables('booking', environment, process.env);
 */

/** A variable that may hold any text but none. */
export const text = z.string().min(1, 'must not be empty');

/** A number of days, as a number. */
export const days = z
  .string()
  .regex(/^[1-9]\d*$/, 'must be a whole number of days, 1 or more')
  .transform(Number);

export const stateMachineArn = z
  .string()
  .regex(/^arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:[\w-]+$/, 'must be the ARN of a state machine');

export class InvalidEnvironment extends Error {
  override readonly name = 'InvalidEnvironment';
}

export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The variables as the function's schema makes them.
 * @throws InvalidEnvironment naming the function and every variable that is missing or wrong.
 */
export function readVariables<Environment>(
  functionName: string,
  schema: z.ZodType<Environment>,
  variables: Variables,
): Environment {
  const read = schema.safeParse(variables);
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new InvalidEnvironment(
    `Environment variables of the ${functionName} function: ${problems.join('; ')}`,
  );
}
