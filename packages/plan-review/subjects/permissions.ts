import { cloudControlType } from '../meaning/judged';
import { canonical, isObject, type Json, type JsonObject, parsed } from '../plan/json';
import type { ResourceChange } from '../plan/terraform-plan';
import { UNKNOWN } from '../plan/unknown';
import { covers, type Grant, grantsOf } from './statements';
import type { Line, Reading, Subject } from './subject';

/** Permissions that are resources of their own. */
export const PERMISSIONS: Subject = {
  types: ['aws_iam_role_policy_attachment', 'aws_lambda_permission', 'aws_cloudcontrolapi_resource'],
  tells: /^$/,
  readsAllOf: true,
  read: (change, isNewHolder) => permissionBesidePolicies(throughCloudControl(change), isNewHolder),
};

/** Attributes that hold a policy by their name, also while what they say is not known. */
const POLICY_ATTRIBUTE = /(^|_)(policy|policies|policy_document|access_policies|inline_policy)$/;
const TRUST = /assume_?role/i;

/** What the policies of a resource say, and which of its attributes are told by that. */
export interface PolicyReading extends Reading {
  readonly attributes: ReadonlySet<string>;
}

/**
 * A change of policies as who may now do what, by whatever attribute they stand in: inline, in a resource's own policy,
 * as trust, or inside of another document.
 * @param isNewHolder whether its role or bucket is made by this very plan: then every grant is new, and none wider
 */
export function readPolicies(change: ResourceChange, isNewHolder: boolean): PolicyReading {
  const attributes = new Set<string>();
  const lines: Line[] = [];
  const warnings: string[] = [];
  let isSame = true;
  for (const attribute of new Set([
    ...Object.keys(change.before ?? {}),
    ...Object.keys(change.after ?? {}),
  ])) {
    const [before, after] = [change.before?.[attribute], change.after?.[attribute]];
    const told =
      canonical(before) === canonical(after) ? undefined : readAttribute(change, attribute, isNewHolder);
    if (!told) continue;
    // What is a policy and nothing else is told by its statements.
    if ([before, after].every((side) => typeof side !== 'string' || grantsOf(side)))
      attributes.add(attribute);
    lines.push(...told.lines);
    warnings.push(...told.warnings);
    isSame &&= told.isSame === true;
  }
  return {
    attributes,
    lines,
    warnings: [...new Set(warnings)],
    ...(attributes.size > 0 && isSame && { isSame }),
  };
}

function readAttribute(change: ResourceChange, attribute: string, isNewHolder: boolean): Reading | undefined {
  const [before, after] = [change.before?.[attribute], change.after?.[attribute]];
  const who = holderOf(change);
  if (after === UNKNOWN) {
    if (!POLICY_ATTRIBUTE.test(attribute) && !TRUST.test(attribute) && !grantsIn(before)) return undefined;
    if (isNewHolder) return undefined;
    const sentence = `What ${who} may do is known only after apply: read its statements in the code.`;
    return { lines: [{ sign: '~', text: `${attribute} is known only after apply` }], warnings: [sentence] };
  }
  const [old, now] = [grantsIn(before), grantsIn(after)];
  return old || now ? readGrants(who, old ?? [], now ?? [], isNewHolder, TRUST.test(attribute)) : undefined;
}

/** The grants of every policy in the value; undefined where there is none. */
function grantsIn(value: Json | undefined): Grant[] | undefined {
  const document = typeof value === 'string' ? parsed(value) : value;
  if (isObject(document) && document['Statement'] !== undefined) return grantsOf(document);
  const parts = Array.isArray(document) ? document : isObject(document) ? Object.values(document) : [];
  const found = parts.map(grantsIn).filter((grants) => grants !== undefined);
  return found.length > 0 ? found.flat() : undefined;
}

function readGrants(
  who: string,
  before: Grant[],
  after: Grant[],
  isNewHolder: boolean,
  isTrust: boolean,
): Reading {
  const key = (grant: Grant) => JSON.stringify(grant);
  const [keysBefore, keysAfter] = [new Set(before.map(key)), new Set(after.map(key))];
  const added = after.filter((grant) => !keysBefore.has(key(grant)));
  const removed = before.filter((grant) => !keysAfter.has(key(grant)));
  const wider = added
    .filter(({ effect }) => effect === 'Allow')
    .filter((grant) => !before.some((old) => covers(old, grant)));
  const lifted = removed
    .filter(({ effect }) => effect === 'Deny')
    .filter((grant) => !after.some((now) => covers(now, grant)));
  const everyone = added.filter(({ effect, principal }) => effect === 'Allow' && principal === '*');
  const lines = [...linesOf('-', removed), ...linesOf('+', added)];
  if (lines.length === 0)
    return { lines: [{ sign: ' ', text: 'the same statements as before' }], warnings: [], isSame: true };
  const unlimited = added.filter(
    (grant) => isUnlimited(grant) || isEscalation(grant) || isOfAnotherAccount(grant),
  );
  const verb = isTrust ? 'may now also be used as follows:' : 'may now also';
  const warnings = [
    ...joined(isNewHolder ? unlimited : wider.filter(({ principal }) => principal !== '*')).map(
      (grant) => `${capitalized(who)} ${verb} ${act(grant)}.`,
    ),
    ...lifted.map((grant) => `${capitalized(who)} is no longer refused: ${act(grant)}.`),
    ...everyone.map((grant) => `Public access: everyone may now ${act({ ...grant, principal: '' })}.`),
  ];
  return { lines, warnings: [...new Set(warnings)] };
}

/** Every action of a service, or of all. */
function isUnlimited({ effect, action }: Grant): boolean {
  return effect === 'Allow' && /(^|:)\*$/.test(action);
}

/** Who may write permissions, or become anybody, may do whatever anybody may. */
function isEscalation({ effect, action, resource }: Grant): boolean {
  const writes = /^(iam:(create|put|attach|update|add|pass|set|\*)|sts:assumerole$|lambda:(add|update))/i;
  return effect === 'Allow' && resource === '*' && writes.test(action);
}

function isOfAnotherAccount({ effect, principal }: Grant): boolean {
  return effect === 'Allow' && /^AWS .*\d{12}/.test(principal);
}

/** The grants that differ in nothing but their action, as one. */
function joined(grants: readonly Grant[]): Grant[] {
  const alike = new Map<string, { grant: Grant; actions: string[] }>();
  for (const grant of grants) {
    const rest = JSON.stringify({ ...grant, action: '' });
    const entry = alike.get(rest) ?? { grant, actions: [] };
    entry.actions.push(grant.action);
    alike.set(rest, entry);
  }
  return [...alike.values()].map(({ grant, actions }) => ({
    ...grant,
    action: [...new Set(actions)].sort().join(', '),
  }));
}

function linesOf(sign: '+' | '-', grants: readonly Grant[]): Line[] {
  return joined(grants).map((grant) => ({ sign, text: `${grant.effect.toLowerCase()} ${act(grant)}` }));
}

function act({ principal, action, resource, condition }: Grant): string {
  const by = principal === '' ? '' : ` by ${principal === '*' ? 'everyone' : principal}`;
  const on = resource === '' ? '' : ` on ${resource}`;
  return `${action}${on}${by}${condition === '' ? '' : ` when ${condition}`}`;
}

function holderOf({ type, name, before, after }: ResourceChange): string {
  const values: JsonObject = { ...before, ...after };
  const holder = (attribute: string) => {
    const value: Json | undefined = after?.[attribute] === UNKNOWN ? before?.[attribute] : values[attribute];
    return typeof value === 'string' && value !== UNKNOWN ? value : name;
  };
  if (type === 'aws_iam_role_policy') return `role ${holder('role')}`;
  if (type === 'aws_s3_bucket_policy') return `bucket ${holder('bucket')}`;
  return `${type === 'aws_iam_role' ? 'role' : 'policy'} ${holder('name')}`;
}

/** Cloud Control's Lambda permission as Terraform's own would have it. */
function throughCloudControl(change: ResourceChange): ResourceChange {
  if (cloudControlType(change) !== 'AWS::Lambda::Permission') return change;
  const values = (side: JsonObject | undefined): JsonObject | undefined => {
    const desired = parsed(side?.['desired_state']);
    if (!isObject(desired)) return undefined;
    return {
      function_name: desired['FunctionName'],
      principal: desired['Principal'],
      source_arn: desired['SourceArn'],
      source_account: desired['SourceAccount'],
      principal_org_id: desired['PrincipalOrgID'],
    };
  };
  return {
    ...change,
    type: 'aws_lambda_permission',
    before: values(change.before),
    after: values(change.after),
  };
}

function permissionBesidePolicies(
  { type, action, before, after }: ResourceChange,
  isNewHolder: boolean,
): Reading | undefined {
  const gained = action !== 'delete';
  const values = gained ? after : before;
  const sign = gained ? '+' : '-';
  if (type === 'aws_iam_role_policy_attachment') {
    const text = `role ${String(values?.['role'])} has all that ${String(values?.['policy_arn'])} allows`;
    const dangerous = /AdministratorAccess|IAMFullAccess|PowerUserAccess/.test(text);
    return {
      lines: [{ sign, text }],
      warnings: gained && (dangerous || !isNewHolder) ? [`${capitalized(text)}.`] : [],
    };
  }
  const principal = String(values?.['principal']);
  const isBound = ['source_arn', 'source_account', 'principal_org_id'].some((name) => values?.[name] != null);
  const who = principal === '*' ? (isBound ? 'everyone from its source' : 'everyone') : principal;
  const text = `${who} may call function ${String(values?.['function_name'])}`;
  const isService = /^[\w.-]+\.amazonaws\.com(\.cn)?$/.test(principal);
  const warnings = [
    ...(principal === '*' && !isBound ? [`Public access: ${text}.`] : []),
    ...(isService && !isBound
      ? [`Public access: ${text} for whoever uses that service, of any account.`]
      : []),
    ...(isService || principal === '*' ? [] : [`Another account: ${text}.`]),
  ];
  return { lines: [{ sign, text }], warnings: gained ? warnings : [] };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
