import { ExpressionError } from '../errors';
import { toObject, toText } from '../language/values';
import { type TerraformFunction, takes } from './definition';
import { readText } from './encoding';

/** Fills in a file's `${…}`; what is wrong in the file is said with the file's name. */
export const templatefile: TerraformFunction = takes(
  [toText, toObject],
  ([path, variables], surroundings) => {
    const text = readText(path, surroundings);
    try {
      return surroundings.render(text, variables);
    } catch (error) {
      if (error instanceof ExpressionError) throw new ExpressionError(`${path}: ${error.message}`);
      throw error;
    }
  },
);
