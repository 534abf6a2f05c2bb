import { AwsError, type Json, type JsonObject } from '../../core/service';
import { isObject } from '../../terraform/blocks';

/** `Action` or `NotAction`, `Resource` or `NotResource`: what is listed, or anything but that. */
export interface Listed {
  readonly except: boolean;
  readonly patterns: readonly string[];
}

/** One test of a statement's Condition: `{"StringEquals": {"aws:SourceAccount": ["…"]}}`. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** Whom a statement of a trust policy names, by kind: `AWS`, `Service`, `Federated`; `*` is everybody. */
export interface Principals {
  readonly except: boolean;
  readonly byKind: ReadonlyMap<string, readonly string[]>;
}

export interface Statement {
  readonly sid: string | undefined;
  /** Its place in the policy, from 0. */
  readonly index: number;
  readonly effect: 'Allow' | 'Deny';
  readonly action: Listed;
  /** Everything where the policy is a trust policy, which says nothing of resources. */
  readonly resource: Listed;
  readonly principal: Principals | undefined;
  readonly conditions: readonly Condition[];
}

export type PolicyKind = 'identity' | 'trust';

const EVERYTHING: Listed = { except: false, patterns: ['*'] };

/**
 * The statements of a policy in JSON. What AWS would refuse when the policy is made is refused here with
 * AWS's code, and the place that is wrong
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).
 */
export function parsePolicy(json: string, kind: PolicyKind): readonly Statement[] {
  const document = parseJson(json);
  const statements = document.Statement;
  const list = Array.isArray(statements) ? statements : [statements];
  const parsed = list.map((statement, index) => parseStatement(statement, index, kind));
  const sids = parsed.flatMap(({ sid }) => (sid ? [sid] : []));
  const twice = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (twice !== undefined) throw malformed(`the Sid ${twice} is used twice`);
  return parsed;
}

function parseJson(json: string): JsonObject {
  try {
    const document: Json = JSON.parse(json);
    if (isObject(document)) return document;
  } catch {
    // Said below: any other JSON is no policy either.
  }
  throw malformed('it is not a JSON object');
}

function parseStatement(given: Json | undefined, index: number, kind: PolicyKind): Statement {
  const place = `statement ${index + 1}`;
  if (!isObject(given)) throw malformed(`${place} is missing or no object`);
  const { Sid, Effect } = given;
  if (Sid !== undefined && typeof Sid !== 'string') throw malformed(`${place}: its Sid is no string`);
  if (Effect !== 'Allow' && Effect !== 'Deny')
    throw malformed(`${place}: its Effect is neither Allow nor Deny`);
  const action = listed(given, 'Action', place);
  for (const pattern of action.patterns) {
    if (pattern !== '*' && !/^[\w-]+:./.test(pattern)) {
      throw malformed(`${place}: the action ${pattern} does not name its service, as in dynamodb:GetItem`);
    }
  }
  return {
    sid: Sid || undefined,
    index,
    effect: Effect,
    action,
    resource: kind === 'trust' ? withoutResource(given, place) : resource(given, place),
    principal: kind === 'trust' ? principals(given, place) : withoutPrincipal(given, place),
    conditions: conditions(given.Condition, place),
  };
}

function listed(given: JsonObject, name: 'Action' | 'Resource', place: string): Listed {
  const [positive, negative] = [given[name], given[`Not${name}`]];
  if ((positive === undefined) === (negative === undefined)) {
    throw malformed(`${place} needs either ${name} or Not${name}`);
  }
  return { except: positive === undefined, patterns: strings(positive ?? negative, `${place}: ${name}`) };
}

function resource(given: JsonObject, place: string): Listed {
  const resources = listed(given, 'Resource', place);
  const wrong = resources.patterns.find((pattern) => pattern !== '*' && !pattern.startsWith('arn:'));
  if (wrong !== undefined) throw malformed(`${place}: the resource ${wrong} is neither an ARN nor *`);
  return resources;
}

function withoutResource(given: JsonObject, place: string): Listed {
  if (given.Resource !== undefined || given.NotResource !== undefined) {
    throw malformed(`${place}: a trust policy has no Resource`);
  }
  return EVERYTHING;
}

function withoutPrincipal(given: JsonObject, place: string): undefined {
  if (given.Principal !== undefined || given.NotPrincipal !== undefined) {
    throw malformed(`${place}: a policy of a role has no Principal`);
  }
}

function principals(given: JsonObject, place: string): Principals {
  const except = given.Principal === undefined;
  const value = except ? given.NotPrincipal : given.Principal;
  if (value === '*') return { except, byKind: new Map([['*', ['*']]]) };
  if (!isObject(value))
    throw malformed(`${place} needs a Principal such as {"Service": "lambda.amazonaws.com"}`);
  const byKind = Object.entries(value).map(
    ([kind, names]) => [kind, strings(names, `${place}: ${kind}`)] as const,
  );
  return { except, byKind: new Map(byKind) };
}

function conditions(given: Json | undefined, place: string): Condition[] {
  if (given === undefined) return [];
  if (!isObject(given)) throw malformed(`${place}: its Condition is no object`);
  return Object.entries(given).flatMap(([operator, keys]) => {
    if (!isObject(keys)) throw malformed(`${place}: ${operator} is no object`);
    return Object.entries(keys).map(([key, values]) => ({
      operator,
      key,
      values: strings(values, `${place}: ${operator} ${key}`),
    }));
  });
}

/** One string or many; AWS takes numbers and bools for the strings they look like. */
function strings(value: Json | undefined, place: string): string[] {
  return (Array.isArray(value) ? value : [value]).map((item) => {
    if (typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean')
      return String(item);
    throw malformed(`${place} is neither a string nor a list of strings`);
  });
}

function malformed(problem: string): AwsError {
  return new AwsError('MalformedPolicyDocument', `The policy is malformed: ${problem}.`);
}
