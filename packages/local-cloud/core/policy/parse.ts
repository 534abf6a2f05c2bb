import { isObject, type Json, type JsonObject, parseJson } from '../json';
import { isKnownOperator } from './condition';
import type { Condition, Listed, PolicyStatement, PrincipalElement } from './statement';

/** Of a role, of a role's trust, or of any other resource. */
export type PolicyKind = 'identity' | 'trust' | 'resource';

/** A document that AWS would not take as a policy. The message names the place. */
export class MalformedPolicy extends Error {
  override readonly name = 'MalformedPolicy';
}

const VERSIONS = ['2008-10-17', '2012-10-17'];
const ELEMENTS = [
  ...['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction'],
  ...['Resource', 'NotResource', 'Condition'],
];
const EVERYTHING: Listed = { except: false, patterns: ['*'] };

/**
 * The statements of a policy in JSON. What AWS would refuse when the policy is made is refused here
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).
 * @throws MalformedPolicy
 */
export function parsePolicy(json: string, kind: PolicyKind): readonly PolicyStatement[] {
  const document = parseJson(json);
  if (!isObject(document)) throw new MalformedPolicy('it is not a JSON object');
  const unknown = Object.keys(document).find((name) => !['Version', 'Id', 'Statement'].includes(name));
  if (unknown !== undefined) throw new MalformedPolicy(`${unknown} is no element of a policy`);
  const { Version = VERSIONS[0], Statement: given } = document;
  if (!VERSIONS.some((version) => version === Version))
    throw new MalformedPolicy(`its Version is neither ${VERSIONS.join(' nor ')}`);
  if (given === undefined) throw new MalformedPolicy('it has no Statement');
  const list = Array.isArray(given) ? given : [given];
  const parsed = list.map((statement, index) => parseStatement(statement, index, kind));
  const sids = parsed.flatMap(({ sid }) => (sid ? [sid] : []));
  const twice = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (twice !== undefined) throw new MalformedPolicy(`the Sid ${twice} is used twice`);
  return Version === VERSIONS[0] ? parsed.map(withoutVariables) : parsed;
}

/**
 * One statement of a policy, in the language of 2012.
 * @param index its place in the policy, from 0
 * @throws MalformedPolicy
 */
export function parseStatement(given: Json | undefined, index: number, kind: PolicyKind): PolicyStatement {
  const place = `statement ${index + 1}`;
  if (!isObject(given)) throw new MalformedPolicy(`${place} is no object`);
  const unknown = Object.keys(given).find((name) => given[name] !== undefined && !ELEMENTS.includes(name));
  if (unknown !== undefined) throw new MalformedPolicy(`${place}: ${unknown} is no element of a statement`);
  const { Sid, Effect } = given;
  if (Sid !== undefined && typeof Sid !== 'string')
    throw new MalformedPolicy(`${place}: its Sid is no string`);
  if (Effect !== 'Allow' && Effect !== 'Deny')
    throw new MalformedPolicy(`${place}: its Effect is neither Allow nor Deny`);
  return {
    sid: Sid || undefined,
    index,
    effect: Effect,
    action: actions(given, place),
    resource: kind === 'trust' ? withoutResource(given, place) : resources(given, place),
    principal: kind === 'identity' ? withoutPrincipal(given, place) : principals(given, place),
    conditions: conditions(given['Condition'], place),
  };
}

/** The condition operators of the statements that are not evaluated here. */
export function unknownOperators(statements: readonly PolicyStatement[]): string[] {
  const operators = statements.flatMap((statement) => statement.conditions.map(({ operator }) => operator));
  return [...new Set(operators)].filter((operator) => !isKnownOperator(operator));
}

function actions(given: JsonObject, place: string): Listed {
  const action = listed(given, 'Action', place);
  const wrong = action.patterns.find((pattern) => pattern !== '*' && !/^[\w-]+:./.test(pattern));
  if (wrong === undefined) return action;
  throw new MalformedPolicy(
    `${place}: the action ${wrong} does not name its service, as in dynamodb:GetItem`,
  );
}

function resources(given: JsonObject, place: string): Listed {
  const resource = listed(given, 'Resource', place);
  const wrong = resource.patterns.find((pattern) => pattern !== '*' && !pattern.startsWith('arn:'));
  if (wrong === undefined) return resource;
  throw new MalformedPolicy(`${place}: the resource ${wrong} is neither an ARN nor *`);
}

function listed(given: JsonObject, name: 'Action' | 'Resource', place: string): Listed {
  const [positive, negative] = [given[name], given[`Not${name}`]];
  if ((positive === undefined) === (negative === undefined))
    throw new MalformedPolicy(`${place} needs either ${name} or Not${name}`);
  return { except: positive === undefined, patterns: strings(positive ?? negative, `${place}: ${name}`) };
}

function withoutResource(given: JsonObject, place: string): Listed {
  if (given['Resource'] !== undefined || given['NotResource'] !== undefined)
    throw new MalformedPolicy(`${place}: a trust policy has no Resource`);
  return EVERYTHING;
}

function withoutPrincipal(given: JsonObject, place: string): undefined {
  if (given['Principal'] !== undefined || given['NotPrincipal'] !== undefined)
    throw new MalformedPolicy(`${place}: a policy of a role has no Principal`);
}

function principals(given: JsonObject, place: string): PrincipalElement {
  const { Principal, NotPrincipal } = given;
  if (Principal !== undefined && NotPrincipal !== undefined)
    throw new MalformedPolicy(`${place} has both Principal and NotPrincipal`);
  const except = Principal === undefined;
  const value = except ? NotPrincipal : Principal;
  const byKind = value === '*' ? { AWS: '*' } : value;
  if (!isObject(byKind))
    throw new MalformedPolicy(`${place} needs a Principal such as {"Service": "lambda.amazonaws.com"}`);
  const { AWS, Service, Federated, CanonicalUser, ...others } = byKind;
  const [other] = Object.keys(others);
  if (other !== undefined) throw new MalformedPolicy(`${place}: ${other} is no kind of principal`);
  const names = (kind: string, given: Json | undefined) =>
    given === undefined ? [] : strings(given, `${place}: ${kind}`);
  const aws = names('AWS', AWS);
  const element: PrincipalElement = {
    except,
    everyone: aws.includes('*'),
    aws: aws.filter((name) => name !== '*'),
    services: names('Service', Service),
    federated: names('Federated', Federated),
    canonicalUsers: names('CanonicalUser', CanonicalUser),
  };
  const open = [...element.aws, ...element.services, ...element.federated].find((name) => /[*?]/.test(name));
  if (open === undefined) return element;
  throw new MalformedPolicy(`${place}: the principal ${open} has a wildcard, which only {"AWS": "*"} may be`);
}

function conditions(given: Json | undefined, place: string): Condition[] {
  if (given === undefined) return [];
  if (!isObject(given)) throw new MalformedPolicy(`${place}: its Condition is no object`);
  return Object.entries(given).flatMap(([operator, keys]) => {
    if (!isObject(keys)) throw new MalformedPolicy(`${place}: ${operator} is no object`);
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
    throw new MalformedPolicy(`${place} is neither a string nor a list of strings`);
  });
}

/** The language of 2008 has no policy variables: `${` is plain text. */
function withoutVariables(statement: PolicyStatement): PolicyStatement {
  const plain = (texts: readonly string[]) => texts.map((text) => text.replaceAll('${', '${$}{'));
  return {
    ...statement,
    resource: { ...statement.resource, patterns: plain(statement.resource.patterns) },
    conditions: statement.conditions.map((one) => ({ ...one, values: plain(one.values) })),
  };
}
