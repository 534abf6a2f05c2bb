import type { JsonObject } from '../../../core/json';
import type { Resource } from '../../../core/service';
import { block, blocks } from '../../../terraform/blocks';
import { number, refusal, requiredText, text } from '../configuration';
import { resolveStatement, type WebAclStatement } from './web-acl-statement';

/** The rules of a web ACL that are run locally, in order of priority. */
export interface WebAcl {
  readonly arn: string;
  readonly name: string;
  readonly rules: readonly WebAclRule[];
  /** The action for a request that no rule has decided. */
  readonly otherwise: WebAclAction;
  /** Rules that are not run locally, each with the reason. */
  readonly notRun: readonly string[];
}

export interface WebAclRule {
  readonly name: string;
  readonly statement: WebAclStatement;
  readonly action: WebAclAction;
}

export type WebAclAction =
  | { readonly kind: 'allow' }
  | { readonly kind: 'count' }
  | { readonly kind: 'block'; readonly response: BlockResponse | undefined };

/** A custom response in place of CloudFront's 403. */
export interface BlockResponse {
  readonly statusCode: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: { readonly content: string; readonly contentType: string } | undefined;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  APPLICATION_JSON: 'application/json',
  TEXT_HTML: 'text/html',
  TEXT_PLAIN: 'text/plain',
};

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_WebACL.html @throws AwsError */
export function resolveWebAcl(resource: Resource, arn: string): WebAcl {
  const { config } = resource;
  const rules: WebAclRule[] = [];
  const notRun: string[] = [];
  for (const rule of blocks(config['rule']).sort(byPriority)) {
    const resolved = resolveRule(resource, rule);
    if (typeof resolved === 'string') notRun.push(resolved);
    else rules.push(resolved);
  }
  const otherwise = resolveAction(resource, block(config['default_action']));
  if (!otherwise || otherwise.kind === 'count')
    throw refusal(resource, 'WAFInvalidParameterException', 'default_action is allow or block.');
  return { arn, rules, notRun, otherwise, name: text(config, 'name') ?? resource.name };
}

function byPriority(a: JsonObject, b: JsonObject): number {
  return number(a, 'priority', 0) - number(b, 'priority', 0);
}

/** The rule, or the reason why it is not run. */
function resolveRule(resource: Resource, rule: JsonObject): WebAclRule | string {
  const name = requiredText(resource, rule, 'name');
  const statement = block(rule['statement']) ?? {};
  const group = block(statement['managed_rule_group_statement']);
  if (group) return `${name} (managed rule group ${text(group, 'name') ?? ''})`;
  const action = resolveAction(resource, block(rule['action']));
  if (!action) return `${name} (its action: ${Object.keys(block(rule['action']) ?? rule).join(', ')})`;
  const resolved = resolveStatement(resource, statement);
  return typeof resolved === 'string' ? `${name} (${resolved})` : { name, action, statement: resolved };
}

function resolveAction(resource: Resource, config: JsonObject | undefined): WebAclAction | undefined {
  if (block(config?.['allow'])) return { kind: 'allow' };
  if (block(config?.['count'])) return { kind: 'count' };
  const settings = block(config?.['block']);
  if (!settings) return undefined;
  const response = block(settings['custom_response']);
  return { kind: 'block', response: response && resolveBlockResponse(resource, response) };
}

function resolveBlockResponse(resource: Resource, config: JsonObject): BlockResponse {
  const key = text(config, 'custom_response_body_key');
  const body = blocks(resource.config['custom_response_body']).find((one) => text(one, 'key') === key);
  if (key !== undefined && !body) {
    throw refusal(
      resource,
      'WAFNonexistentItemException',
      `There is no custom_response_body with the key ${key}.`,
    );
  }
  const headers = blocks(config['response_header']).map((header): [string, string] => [
    requiredText(resource, header, 'name').toLowerCase(),
    text(header, 'value') ?? '',
  ]);
  return {
    statusCode: number(config, 'response_code', 403),
    headers: new Map(headers),
    body: body && {
      content: requiredText(resource, body, 'content'),
      contentType: CONTENT_TYPES[requiredText(resource, body, 'content_type')] ?? 'text/plain',
    },
  };
}
