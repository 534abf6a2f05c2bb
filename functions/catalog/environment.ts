import * as z from 'zod';

const text = z.string().min(1, 'must not be empty');

const environment = z
  .object({ TABLE_NAME: text, COMPLEX_INDEX: text, STATE_MACHINE_ARN: text })
  .transform((variables) => ({
    tableName: variables.TABLE_NAME,
    complexIndex: variables.COMPLEX_INDEX,
    stateMachineArn: variables.STATE_MACHINE_ARN,
  }));

export type Environment = z.infer<typeof environment>;

export class InvalidEnvironment extends Error {
  override readonly name = 'InvalidEnvironment';
}

/**
 * Reads the function's environment variables.
 * @throws InvalidEnvironment naming every variable that is missing or wrong.
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const read = environment.safeParse(variables);
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new InvalidEnvironment(`Environment variables of the catalog function: ${problems.join('; ')}`);
}
