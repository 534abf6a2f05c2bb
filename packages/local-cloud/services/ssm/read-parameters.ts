import { AwsError } from '../../core/errors';
import type { JsonObject } from '../../core/json';
import { epochSeconds } from '../../core/protocols/aws-json';
import {
  constraintViolation,
  optionalBoolean,
  optionalInteger,
  optionalString,
} from '../../core/request-input';
import { nonEmptyString, refuseFields, stringList } from './input';
import { pageOf } from './pages';
import { current, type Parameter } from './parameter';
import { type Selection, selectionOf } from './parameter-name';
import type { ParameterStore } from './parameter-store';

const MOST_NAMES = 10;
const LONGEST_PAGE = 10;

/** Names a parameter's ARN. */
export type ArnOf = (name: string) => string;

/** GetParameter. @throws AwsError `ParameterNotFound`, `ParameterVersionNotFound` */
export function getParameter(store: ParameterStore, input: JsonObject, arnOf: ArnOf): JsonObject {
  const selection = selectionOf(nonEmptyString(input, 'Name'));
  return {
    Parameter: described(
      store.get(selection.name),
      selection,
      optionalBoolean(input, 'WithDecryption') ?? false,
      arnOf,
    ),
  };
}

/** GetParameters: those that exist, and the names of those that do not. */
export function getParameters(store: ParameterStore, input: JsonObject, arnOf: ArnOf): JsonObject {
  const names = namesOf(input);
  const decrypt = optionalBoolean(input, 'WithDecryption') ?? false;
  const found: JsonObject[] = [];
  const invalid: string[] = [];
  for (const name of names) {
    const selection = selectionOf(name);
    const parameter = store.find(selection.name);
    if (parameter && versionOf(parameter, selection))
      found.push(described(parameter, selection, decrypt, arnOf));
    else invalid.push(name);
  }
  return { Parameters: found, InvalidParameters: invalid };
}

/** The names of GetParameters, one to ten. */
export function namesOf(input: JsonObject): string[] {
  const names = stringList(input['Names'], 'Names');
  if (names.length === 0 || names.length > MOST_NAMES)
    throw constraintViolation('Names', names, `Member must have length from 1 to ${MOST_NAMES}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new AwsError('ValidationException', `Names: ${twice} is asked for twice.`);
  return names;
}

/** GetParametersByPath: those below a path, on all levels or on one. */
export function getParametersByPath(store: ParameterStore, input: JsonObject, arnOf: ArnOf): JsonObject {
  refuseFields(input, 'GetParametersByPath', ['ParameterFilters']);
  const folder = pathOf(input);
  const recursive = optionalBoolean(input, 'Recursive') ?? false;
  const decrypt = optionalBoolean(input, 'WithDecryption') ?? false;
  const below = store.all().filter(({ name }) => {
    const rest = name.startsWith(folder) ? name.slice(folder.length) : '';
    return rest !== '' && (recursive || !rest.includes('/'));
  });
  const { items, ...next } = pageOf(
    below,
    optionalInteger(input, 'MaxResults', [1, LONGEST_PAGE]) ?? LONGEST_PAGE,
    optionalString(input, 'NextToken'),
  );
  return {
    Parameters: items.map((parameter) => described(parameter, { name: parameter.name }, decrypt, arnOf)),
    ...next,
  };
}

/** The path asked for, with a slash at its end. */
export function pathOf(input: JsonObject): string {
  const path = nonEmptyString(input, 'Path');
  if (!path.startsWith('/') || /[^\w.\-/]|\/\//.test(path))
    throw new AwsError(
      'ValidationException',
      'The parameter path must begin with a slash /; each part of it is of letters, numbers and the symbols .-_',
    );
  return path.endsWith('/') ? path : `${path}/`;
}

function described(parameter: Parameter, selection: Selection, decrypt: boolean, arnOf: ArnOf): JsonObject {
  const { name, type, dataType } = parameter;
  const found = versionOf(parameter, selection);
  if (!found)
    throw new AwsError(
      'ParameterVersionNotFound',
      `Systems Manager could not find version ${selection.version} of ${name}. Verify the version and try again.`,
    );
  return {
    Name: name,
    Type: type,
    Value: decrypt ? found.value : (found.ciphertext ?? found.value),
    Version: found.version,
    ...(selection.selector !== undefined && { Selector: selection.selector }),
    LastModifiedDate: epochSeconds(found.lastModified),
    ARN: arnOf(name),
    DataType: dataType,
  };
}

function versionOf(parameter: Parameter, { version }: Selection) {
  return version === undefined
    ? current(parameter)
    : parameter.versions.find((each) => each.version === version);
}
