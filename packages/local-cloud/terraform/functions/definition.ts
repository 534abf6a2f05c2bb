import type { Json } from '../../core/json';
import { ExpressionError } from '../errors';

/** What some functions read apart from their arguments. */
export interface FunctionEnvironment {
  /** The instant of `timestamp` and `plantimestamp`, the same for a whole evaluation. */
  readonly instant: Date;
  /** A file by its path, relative to the folder of the stack. */
  readFile(path: string): Buffer;
  /** The text with its `${…}` filled in from the variables alone. */
  render(template: string, variables: { [name: string]: Json }): Json;
}

export type TerraformFunction = (values: readonly Json[], surroundings: FunctionEnvironment) => Json;

/** Turns an argument into what the function takes, as Terraform converts it, or throws an ExpressionError. */
export type FunctionParameter<T> = (value: Json) => T;

type Arguments<P extends readonly FunctionParameter<unknown>[]> = { [K in keyof P]: ReturnType<P[K]> };

/** A function of exactly these parameters. */
export function takes<const P extends readonly FunctionParameter<unknown>[]>(
  parameters: P,
  body: (values: Arguments<P>, surroundings: FunctionEnvironment) => Json,
): TerraformFunction {
  return (values, surroundings) => {
    if (values.length !== parameters.length) {
      throw new ExpressionError(`it takes ${count(parameters.length)}, not ${values.length}`);
    }
    const converted = parameters.map((convert, index) => argument(convert, values[index] ?? null, index));
    return body(converted as Arguments<P>, surroundings);
  };
}

/** A function of any number of arguments of one kind, after those of `first`. */
export function takesMany<const P extends readonly FunctionParameter<unknown>[], T>(
  first: P,
  rest: FunctionParameter<T>,
  body: (values: Arguments<P>, rest: T[]) => Json,
): TerraformFunction {
  return (values) => {
    if (values.length < first.length) {
      throw new ExpressionError(`it takes at least ${count(first.length)}, not ${values.length}`);
    }
    const converted = first.map((convert, index) => argument(convert, values[index] ?? null, index));
    const others = values
      .slice(first.length)
      .map((value, index) => argument(rest, value, first.length + index));
    return body(converted as Arguments<P>, others);
  };
}

export const anything: FunctionParameter<Json> = (value) => value;

function argument<T>(convert: FunctionParameter<T>, value: Json, index: number): T {
  try {
    return convert(value);
  } catch (error) {
    if (error instanceof ExpressionError)
      throw new ExpressionError(`argument ${index + 1}: ${error.message}`);
    throw error;
  }
}

function count(parameters: number): string {
  return parameters === 1 ? '1 argument' : `${parameters} arguments`;
}
