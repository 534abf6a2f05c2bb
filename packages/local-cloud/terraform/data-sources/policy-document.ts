import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../core/json';
import { isObject } from '../../core/json';
import { blocks } from '../blocks';
import { ExpressionError } from '../errors';
import { escapeForHtml } from '../functions/json';
import { compareText, sortedEntries, toList, toText } from '../language/values';

interface Policy {
  version: string;
  id: string;
  statements: JsonObject[];
}

/**
 * `aws_iam_policy_document` in the bytes that the provider (5.100) renders: the keys of a statement in AWS's
 * order, a list of one as a string, longer lists in descending order.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/data-sources/iam_policy_document
 */
export const policyDocument = (config: JsonObject): JsonObject => {
  const merged: Policy = { version: '2012-10-17', id: '', statements: [] };
  const sources = documents(config.source_policy_documents, 'source_policy_documents');
  refuseDuplicateSids(sources.flatMap((source) => source.statements));
  for (const source of sources) merge(merged, source);

  const own = blocks(config.statement).map(statement);
  refuseDuplicateSids(own);
  merge(merged, { version: text(config.version), id: text(config.policy_id), statements: own });
  for (const override of documents(config.override_policy_documents, 'override_policy_documents')) {
    merge(merged, override);
  }

  const policy: JsonObject = {
    Version: text(config.version) || merged.version,
    ...(merged.id && { Id: merged.id }),
    ...(merged.statements.length > 0 && { Statement: merged.statements }),
  };
  const json = escapeForHtml(JSON.stringify(policy, null, 2));
  return { id: digest(json), json, minified_json: escapeForHtml(JSON.stringify(policy)) };
};

/** A later document wins: its id, a newer version, and its statements over those of the same Sid. */
function merge(into: Policy, from: Policy): void {
  if (from.id) into.id = from.id;
  if (from.version > into.version) into.version = from.version;
  for (const added of from.statements) {
    const same = added.Sid ? into.statements.findIndex((known) => known.Sid === added.Sid) : -1;
    if (same < 0) into.statements.push(added);
    else into.statements[same] = added;
  }
}

function refuseDuplicateSids(statements: readonly JsonObject[]): void {
  const sids = statements.map(({ Sid }) => Sid).filter(Boolean);
  const twice = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (twice !== undefined) throw new ExpressionError(`the Sid "${text(twice)}" is used twice`);
}

/** A `statement` block as a statement of AWS. */
function statement(config: JsonObject): JsonObject {
  return ordered({
    Sid: text(config.sid),
    Effect: text(config.effect) || 'Allow',
    Action: oneOrMany(strings(config.actions)),
    NotAction: oneOrMany(strings(config.not_actions)),
    Resource: oneOrMany(strings(config.resources).map(variables)),
    NotResource: oneOrMany(strings(config.not_resources).map(variables)),
    Principal: principals(blocks(config.principals)),
    NotPrincipal: principals(blocks(config.not_principals)),
    Condition: conditions(blocks(config.condition)),
  });
}

/** What was not given does not appear. */
function ordered(statement: { [key: string]: Json | undefined }): JsonObject {
  const given = Object.entries(statement).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(given) as JsonObject;
}

function principals(given: readonly JsonObject[]): Json | undefined {
  if (given.length === 0) return undefined;
  const byType: { [type: string]: string[] } = {};
  for (const { type, identifiers } of given) {
    const known = byType[text(type)] ?? [];
    byType[text(type)] = [...known, ...descending(strings(identifiers).map(variables))];
  }
  if (Object.keys(byType).length === 1 && byType['*']?.join() === '*') return '*';
  return mapped(byType, (identifiers) => (identifiers.length === 1 ? (identifiers[0] ?? null) : identifiers));
}

function conditions(given: readonly JsonObject[]): Json | undefined {
  if (given.length === 0) return undefined;
  const byTest: { [test: string]: { [key: string]: string[] } } = {};
  for (const { test, variable, values } of given) {
    const keys = byTest[text(test)] ?? {};
    keys[text(variable)] = [...(keys[text(variable)] ?? []), ...strings(values).map(variables)];
    byTest[text(test)] = keys;
  }
  return mapped(byTest, (keys) => mapped(keys, (values) => oneOrMany(values) ?? []));
}

/** A document given as JSON is taken as it is, but for what the provider writes in its own form. */
function documents(value: Json | undefined, name: string): Policy[] {
  return strings(value).map((json, index) => {
    const place = `${name}[${index}]`;
    const document = parsed(json, place);
    const statements = document.Statement ?? [];
    if (!Array.isArray(statements) || !statements.every(isObject)) {
      throw new ExpressionError(`${place}: its Statement is no list of statements`);
    }
    return { version: text(document.Version), id: text(document.Id), statements: statements.map(asRendered) };
  });
}

function parsed(json: string, place: string): JsonObject {
  try {
    const document: unknown = JSON.parse(json);
    if (typeof document === 'object' && document !== null) return document as JsonObject;
  } catch {
    // Said below, with the place.
  }
  throw new ExpressionError(`${place} is not a policy in JSON`);
}

function asRendered(given: JsonObject): JsonObject {
  const { Sid, Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = given;
  return ordered({
    Sid,
    Effect,
    Action,
    NotAction,
    Resource,
    NotResource,
    Principal: principalAsRendered(Principal),
    NotPrincipal: principalAsRendered(NotPrincipal),
    Condition: isObject(Condition)
      ? mapped(Condition, (keys) =>
          isObject(keys) ? mapped(keys, (values) => oneOrMany(strings(values)) ?? []) : keys,
        )
      : Condition,
  });
}

function principalAsRendered(principal: Json | undefined): Json | undefined {
  return isObject(principal)
    ? mapped(principal, (identifiers) => oneOrMany(strings(identifiers)) ?? [])
    : principal;
}

function mapped<T extends Json>(object: { [key: string]: T }, change: (value: T) => Json): JsonObject {
  return Object.fromEntries(sortedEntries(object).map(([key, value]) => [key, change(value as T)]));
}

function oneOrMany(values: readonly string[]): Json | undefined {
  if (values.length === 0) return undefined;
  return values.length === 1 ? (values[0] ?? null) : descending(values);
}

/** Lists of the provider are sets: each value once. */
function descending(values: readonly string[]): string[] {
  return [...new Set(values)].sort(compareText).reverse();
}

function strings(value: Json | undefined): string[] {
  if (value === undefined || value === null) return [];
  return (typeof value === 'object' ? toList(value) : [value]).map(toText);
}

function text(value: Json | undefined): string {
  return value === undefined || value === null ? '' : toText(value);
}

/** `&{aws:username}` stands for AWS's `${aws:username}`, which would be an expression of Terraform. */
function variables(value: string): string {
  return value.replaceAll('&{', '${');
}

function digest(json: string): string {
  return String(createHash('sha256').update(json).digest().readUInt32BE(0));
}
