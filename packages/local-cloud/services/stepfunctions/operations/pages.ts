import { AwsError } from '../../../core/errors';
import type { Json, JsonObject } from '../../../core/json';
import { optionalInteger, optionalString } from '../../../core/request-input';
import { decodeToken } from '../../../core/tokens';

const DEFAULT_PAGE = 100;
const LONGEST_PAGE = 1000;

/** The page size asked for; 0 and none mean 100. */
export function pageSize(input: JsonObject): number {
  return optionalInteger(input, 'maxResults', [0, LONGEST_PAGE]) || DEFAULT_PAGE;
}

/** Where the page that is asked for starts; undefined for the first. @throws AwsError `InvalidToken` */
export function startOfPage(input: JsonObject): Json | undefined {
  const token = optionalString(input, 'nextToken');
  if (token === undefined) return undefined;
  const start = decodeToken(token);
  if (start === undefined) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
  return start;
}
