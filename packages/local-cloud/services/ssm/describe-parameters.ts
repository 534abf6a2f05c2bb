import { AwsError } from '../../core/errors';
import type { Json, JsonObject } from '../../core/json';
import { epochSeconds } from '../../core/protocols/aws-json';
import { optionalInteger, optionalString } from '../../core/request-input';
import { refuseFields, stringList } from './input';
import { pageOf } from './pages';
import { current, type Parameter } from './parameter';
import type { ParameterStore } from './parameter-store';
import type { ArnOf } from './read-parameters';

const LONGEST_PAGE = 50;

type ParameterFilter = (parameter: Parameter) => boolean;
type StringComparison = (actual: string, wanted: string) => boolean;

const COMPARISONS: Readonly<Record<string, StringComparison>> = {
  Equals: (actual, wanted) => actual === wanted,
  BeginsWith: (actual, wanted) => actual.startsWith(wanted),
  Contains: (actual, wanted) => actual.includes(wanted),
};

/** The attribute that a filter compares, by the filter's key. */
const KEYS: Readonly<Record<string, (parameter: Parameter) => string>> = {
  Name: ({ name }) => name,
  Type: ({ type }) => type,
  Tier: ({ tier }) => tier,
  DataType: ({ dataType }) => dataType,
  KeyId: ({ keyId }) => keyId ?? '',
};

/** DescribeParameters: metadata, never a value. */
export function describeParameters(store: ParameterStore, input: JsonObject, arnOf: ArnOf): JsonObject {
  refuseFields(input, 'DescribeParameters', ['Filters', 'Shared']);
  const filters = filtersOf(input['ParameterFilters']);
  const wanted = store.all().filter((parameter) => filters.every((filter) => filter(parameter)));
  const { items, ...next } = pageOf(
    wanted,
    optionalInteger(input, 'MaxResults', [1, LONGEST_PAGE]) ?? LONGEST_PAGE,
    optionalString(input, 'NextToken'),
  );
  return { Parameters: items.map((parameter) => metadata(parameter, arnOf)), ...next };
}

function metadata(parameter: Parameter, arnOf: ArnOf): JsonObject {
  const { name, type, tier, dataType, description, allowedPattern, keyId } = parameter;
  const { version, lastModified } = current(parameter);
  return {
    Name: name,
    ARN: arnOf(name),
    Type: type,
    LastModifiedDate: epochSeconds(lastModified),
    Version: version,
    Tier: tier,
    Policies: [],
    DataType: dataType,
    ...(description !== undefined && { Description: description }),
    ...(allowedPattern !== undefined && { AllowedPattern: allowedPattern }),
    ...(keyId !== undefined && { KeyId: keyId }),
  };
}

function filtersOf(given: Json | undefined): ParameterFilter[] {
  return ((given ?? []) as JsonObject[]).map((filter) => {
    const key = String(filter['Key']);
    const values = stringList(filter['Values'], 'ParameterFilters.Values');
    const option = optionalString(filter, 'Option');
    return key === 'Path' ? byPath(values, option) : byComparison(key, values, option);
  });
}

function byComparison(key: string, values: readonly string[], option = 'Equals'): ParameterFilter {
  const attribute = KEYS[key];
  if (!attribute) throw new AwsError('InvalidFilterKey', `Filters by ${key} are not supported locally.`);
  const compare = COMPARISONS[option];
  if (!compare) throw new AwsError('InvalidFilterOption', `The filter ${key} has no option ${option}.`);
  return (parameter) => values.some((value) => compare(attribute(parameter), value));
}

function byPath(values: readonly string[], option = 'OneLevel'): ParameterFilter {
  if (option !== 'OneLevel' && option !== 'Recursive')
    throw new AwsError('InvalidFilterOption', `The filter Path has no option ${option}.`);
  return ({ name }) =>
    values.some((path) => {
      const folder = path.endsWith('/') ? path : `${path}/`;
      const rest = name.startsWith(folder) ? name.slice(folder.length) : '';
      return rest !== '' && (option === 'Recursive' || !rest.includes('/'));
    });
}
