import type { Json, JsonObject } from '../plan/json';
import { UNKNOWN } from '../plan/masking';
import type { ResourceChange } from '../plan/terraform-plan';
import { covers, type Grant, grantsOf } from './statements';
import type { Line, Reading, Subject } from './subject';

/** The attribute that holds a policy, by resource type. */
const POLICY_ATTRIBUTES: Readonly<Record<string, string>> = {
  aws_iam_role_policy: 'policy',
  aws_iam_policy: 'policy',
  aws_iam_role: 'assume_role_policy',
  aws_s3_bucket_policy: 'policy',
  aws_sns_topic_policy: 'policy',
  aws_sqs_queue_policy: 'policy',
  aws_kms_key: 'policy',
};

export const PERMISSIONS: Subject = {
  types: [...Object.keys(POLICY_ATTRIBUTES), 'aws_iam_role_policy_attachment', 'aws_lambda_permission'],
  tells: /^(policy|assume_role_policy)/,
  readsAllOf: true,
  read: readPermissions,
};

/**
 * A change of a policy as who may now do what. Undefined for what holds no policy.
 * @param isNewHolder whether its role or bucket is made by this very plan: then every grant is new, and none wider
 */
export function readPermissions(change: ResourceChange, isNewHolder: boolean): Reading | undefined {
  const attribute = POLICY_ATTRIBUTES[change.type];
  if (attribute === undefined) return permissionBesidePolicies(change, isNewHolder);
  const [before, after] = [change.before?.[attribute], change.after?.[attribute]];
  if (before === after) return undefined;
  const who = holderOf(change);
  if (after === UNKNOWN) {
    const sentence = `What ${who} may do is known only after apply: read its statements in the code.`;
    return {
      lines: isNewHolder ? [] : [{ sign: '~', text: `${attribute} is known only after apply` }],
      warnings: isNewHolder ? [] : [sentence],
    };
  }
  return readGrants(
    who,
    grantsOf(before) ?? [],
    grantsOf(after) ?? [],
    isNewHolder,
    change.type === 'aws_iam_role',
  );
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
  const unlimited = added.filter(isUnlimited);
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

/** Permissions that are resources of their own. */
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
  if (type !== 'aws_lambda_permission') return undefined;
  const everyone = values?.['principal'] === '*' && values['source_arn'] === null;
  const text = `${everyone ? 'everyone' : String(values?.['principal'])} may call function ${String(values?.['function_name'])}`;
  return { lines: [{ sign, text }], warnings: gained && everyone ? [`Public access: ${text}.`] : [] };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
