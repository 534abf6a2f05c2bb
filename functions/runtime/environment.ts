import * as z from 'zod';

/*
 * How every function reads its environment variables: once, when it is loaded, against a model of its own, so
 * that a wrong deployment fails at its first event and names all that is wrong.
 *
 *   const readEnvironment = environmentReader('booking', z.object({ HOLD_SECONDS: seconds }));
 *   const { holdSeconds } = readEnvironment(process.env);
 */

/** A variable that may hold any text but an empty one. */
export const text = z.string().min(1, 'must not be empty');

/** A number of days, as a number. */
export const days = z
  .string()
  .regex(/^[1-9]\d*$/, 'must be a whole number of days, 1 or more')
  .transform(Number);

export const stateMachineArn = z
  .string()
  .regex(/^arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:[\w-]+$/, 'must be the ARN of a state machine');

export const queueUrl = z.url('must be the URL of a queue');

export class InvalidEnvironment extends Error {
  override readonly name = 'InvalidEnvironment';
}

export type Variables = Readonly<Record<string, string | undefined>>;

/** HOLD_SECONDS → holdSeconds */
type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}${Capitalize<CamelCase<Tail>>}`
  : Lowercase<Name>;

export type EnvironmentOf<Model> = {
  readonly [Name in keyof Model & string as CamelCase<Name>]: Model[Name];
};

/**
 * Reads the variables of a model; the property of HOLD_SECONDS is holdSeconds. What it returns throws
 * InvalidEnvironment naming the function and every variable that is missing or wrong.
 */
export function environmentReader<Model extends Readonly<Record<string, unknown>>>(
  functionName: string,
  model: z.ZodType<Model>,
): (variables: Variables) => EnvironmentOf<Model> {
  return (variables) => {
    const read = model.safeParse(variables);
    if (!read.success) {
      const problems = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
      throw new InvalidEnvironment(
        `Environment variables of the ${functionName} function: ${problems.join('; ')}`,
      );
    }
    const entries = Object.entries(read.data).map(([name, value]) => [camelCase(name), value]);
    return Object.fromEntries(entries) as EnvironmentOf<Model>;
  };
}

function camelCase(name: string): string {
  return name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
