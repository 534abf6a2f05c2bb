import * as z from 'zod';

const text = z.string().min(1, 'must not be empty');

/** A hold lives as long as its execution at most: a year (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html). */
const LONGEST_HOLD_SECONDS = 31_536_000;

const environment = z
  .object({
    TABLE_NAME: text,
    COMPLEX_INDEX: text,
    STATE_MACHINE_ARN: z
      .string()
      .regex(/^arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:[\w-]+$/, 'must be the ARN of a state machine'),
    HOLD_SECONDS: z
      .string()
      .regex(/^\d+$/, 'must be a whole number of seconds')
      .transform(Number)
      .pipe(z.number().min(1, 'must be 1 or more').max(LONGEST_HOLD_SECONDS, 'must be a year at most')),
  })
  .transform((variables) => ({
    tableName: variables.TABLE_NAME,
    complexIndex: variables.COMPLEX_INDEX,
    stateMachineArn: variables.STATE_MACHINE_ARN,
    holdSeconds: variables.HOLD_SECONDS,
  }));

/** What the stack tells the function about its surroundings. */
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
  throw new InvalidEnvironment(`Environment variables of the booking function: ${problems.join('; ')}`);
}
