import { AwsError } from '../../core/errors';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
const LONGEST_NAME = 1011;
const MOST_LEVELS = 15;
const CHARACTERS = /^[\w.\-/]+$/;

/**
 * Checks the name of a new parameter.
 * @throws AwsError with AWS's message for a name that is not valid
 */
export function requireName(name: string): void {
  if (name.length > LONGEST_NAME)
    throw invalid(`Parameter name: it has ${name.length} characters; ${LONGEST_NAME} are the most.`);
  if (/^\/?(aws|ssm)/i.test(name))
    throw invalid('Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).');
  if (!CHARACTERS.test(name) || name.includes('//') || name.endsWith('/'))
    throw invalid(
      'Parameter name: it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    );
  if (name.includes('/') && !name.startsWith('/'))
    throw invalid('Parameter name must be a fully qualified name.');
  if (name.split('/').length - 1 > MOST_LEVELS)
    throw new AwsError(
      'HierarchyLevelLimitExceededException',
      `A parameter's hierarchy can have a maximum of ${MOST_LEVELS} levels.`,
    );
}

/** A parameter asked for: its name, and which version if one is named. */
export interface Selection {
  readonly name: string;
  /** As given, with its colon: `:3`. */
  readonly selector?: string;
  readonly version?: number;
}

/** Reads `/a/b`, `/a/b:3` or a parameter's ARN. */
export function selectionOf(given: string): Selection {
  const [, path = '', selector] = /^(?:arn:[^:]*:ssm:[^:]*:[^:]*:parameter)?([^:]*)(:.*)?$/.exec(given) ?? [];
  // In an ARN, a name without a path has a slash before it.
  const isBare = given.startsWith('arn:') && path.lastIndexOf('/') === 0;
  const name = isBare ? path.slice(1) : path;
  if (selector === undefined) return { name };
  if (!/^:\d+$/.test(selector))
    throw invalid(`${given}: a selector is the number of a version locally; labels are not supported.`);
  return { name, selector, version: Number(selector.slice(1)) };
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
