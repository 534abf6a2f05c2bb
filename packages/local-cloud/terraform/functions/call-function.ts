import type { Json } from '../../core/json';
import { ExpressionError } from '../errors';
import { collectionFunctions } from './collections';
import type { FunctionEnvironment, TerraformFunction } from './definition';
import { encodingFunctions } from './encoding';
import { jsonFunctions } from './json';
import { templatefile } from './templatefile';
import { textFunctions } from './text';
import { timeFunctions } from './time';

const FUNCTIONS = new Map<string, TerraformFunction>(
  Object.entries({
    ...collectionFunctions,
    ...encodingFunctions,
    ...jsonFunctions,
    ...textFunctions,
    ...timeFunctions,
    templatefile,
  }),
);

/**
 * The answer of one of Terraform's functions
 * (https://developer.hashicorp.com/terraform/language/functions); one that is missing here is named.
 */
export function callFunction(name: string, values: readonly Json[], surroundings: FunctionEnvironment): Json {
  const definition = FUNCTIONS.get(name);
  if (!definition) throw new ExpressionError(`function \`${name}\` is not supported locally`);
  try {
    return definition(values, surroundings);
  } catch (error) {
    if (error instanceof ExpressionError) throw new ExpressionError(`function \`${name}\`: ${error.message}`);
    throw error;
  }
}
