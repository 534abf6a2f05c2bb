import { InputError } from '../input-error';
import { type ConfiguredResource, documentOf, policyOf } from './deferred-policies';
import { isObject, type Json, type JsonObject } from './json';
import { maskedPair, UNKNOWN, withoutSecrets, withUnknown } from './masking';

export type Action = 'create' | 'update' | 'replace' | 'delete' | 'move' | 'import' | 'forget';
/** The way to an attribute: names and list positions. */
export type Path = readonly (string | number)[];

/** What happens to one resource. Sensitive values are masked in it. */
export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly action: Action;
  readonly before: JsonObject | undefined;
  readonly after: JsonObject | undefined;
  /** The attributes that force a replacement. */
  readonly replacePaths: readonly Path[];
  /** Terraform's own word for why, such as delete_because_no_resource_config. */
  readonly reason: string | undefined;
  readonly previousAddress: string | undefined;
}

export interface OutputChange {
  readonly name: string;
  readonly action: 'create' | 'update' | 'delete';
}

/** What the review reads of a plan, and nothing else of it. */
export interface Plan {
  /** Stopped on the way, by prevent_destroy for instance: its changes can be seen, but not applied. */
  readonly errored: boolean;
  readonly changes: readonly ResourceChange[];
  /** What was changed on AWS, not by Terraform. */
  readonly drift: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
  /** The resources that stay as they are. */
  readonly unchanged: number;
}

/** A change as `terraform show -json` writes it. */
interface RawChange {
  readonly actions: readonly string[];
  readonly before?: Json;
  readonly after?: Json;
  readonly after_unknown?: Json;
  readonly before_sensitive?: Json;
  readonly after_sensitive?: Json;
  readonly replace_paths?: readonly Path[];
  readonly importing?: JsonObject;
}

interface RawResource {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly change: RawChange;
  readonly action_reason?: string;
  readonly previous_address?: string;
}

interface RawPlan {
  readonly format_version?: string;
  readonly errored?: boolean;
  readonly resource_changes?: readonly RawResource[];
  readonly resource_drift?: readonly RawResource[];
  readonly output_changes?: Readonly<Record<string, RawChange>>;
  readonly configuration?: { readonly root_module?: { readonly resources?: readonly ConfiguredResource[] } };
}

/**
 * Reads the output of `terraform show -json <plan>` (https://developer.hashicorp.com/terraform/internals/json-format).
 * Secrets are masked here, before anything else sees them; variables, planned values and prior
 * state are not read at all, since they hold the same secrets in clear; of the configuration, references only.
 * @throws InputError when it is not such an output, or of a format that is not known
 */
export function readPlan(text: string): Plan {
  const raw = parse(text);
  const resources = (raw.resource_changes ?? []).filter(({ mode }) => mode === 'managed');
  const policies = plannedPolicies(raw);
  const changes = resources.map((resource) => withPolicies(resourceChange(resource), policies));
  return {
    errored: raw.errored ?? false,
    changes: changes.filter((change) => change !== undefined),
    drift: (raw.resource_drift ?? []).map(resourceChange).filter((change) => change !== undefined),
    outputs: Object.entries(raw.output_changes ?? {}).flatMap(outputChange),
    unchanged: changes.filter((change) => change === undefined).length,
  };
}

function parse(text: string): RawPlan {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw unreadable('The plan is not JSON.');
  }
  const version = isObject(raw) ? raw['format_version'] : undefined;
  if (typeof version !== 'string' || !version.startsWith('1.'))
    throw unreadable(
      `The plan's format is ${JSON.stringify(version) ?? 'not told'}; the review reads format 1.x.`,
    );
  return raw as RawPlan;
}

function unreadable(sentence: string): InputError {
  return new InputError(
    'PlanUnreadable',
    sentence,
    'Give the output of `terraform show -json <plan file>`, by Terraform 1.11 or newer.',
  );
}

type PlannedPolicies = (address: string, attribute: string) => string | undefined;

/** Finds the policies that the plan holds, though Terraform writes them only at apply. */
function plannedPolicies({ resource_changes: resources = [], configuration }: RawPlan): PlannedPolicies {
  const configured = new Map(
    (configuration?.root_module?.resources ?? []).map((resource) => [resource.address, resource]),
  );
  const documents = new Map(
    resources
      .filter(({ mode, type }) => mode === 'data' && type === 'aws_iam_policy_document')
      .map(({ address, change }) => {
        const { after } = maskedPair(
          change.before,
          change.after,
          change.before_sensitive,
          change.after_sensitive,
        );
        const values = withUnknown(after, change.after_unknown);
        return [address, policyOf(isObject(values) ? values : undefined)];
      }),
  );
  return (address, attribute) => documents.get(documentOf(configured.get(address), attribute) ?? '');
}

const POLICY_ATTRIBUTES = ['policy', 'assume_role_policy'];

function withPolicies(
  change: ResourceChange | undefined,
  planned: PlannedPolicies,
): ResourceChange | undefined {
  if (!change?.after) return change;
  const unknown = POLICY_ATTRIBUTES.filter((attribute) => change.after?.[attribute] === UNKNOWN);
  const found = unknown.map((attribute) => [attribute, planned(change.address, attribute) ?? UNKNOWN]);
  return { ...change, after: { ...change.after, ...Object.fromEntries(found) } };
}

/** Undefined when nothing happens to the resource. */
function resourceChange(resource: RawResource): ResourceChange | undefined {
  const { address, type, name, change } = resource;
  const action = actionOf(resource);
  if (action === undefined) return undefined;
  const pair = maskedPair(change.before, change.after, change.before_sensitive, change.after_sensitive);
  const before = withoutSecrets(pair.before);
  const after = withoutSecrets(withUnknown(pair.after, change.after_unknown));
  return {
    address,
    type,
    name,
    action,
    before: isObject(before) ? before : undefined,
    after: isObject(after) && change.after !== null ? after : undefined,
    replacePaths: change.replace_paths ?? [],
    reason: resource.action_reason,
    previousAddress: resource.previous_address,
  };
}

function actionOf({ change, previous_address }: RawResource): Action | undefined {
  const actions = change.actions.join();
  switch (actions) {
    case 'no-op':
      if (change.importing) return 'import';
      return previous_address ? 'move' : undefined;
    case 'create':
    case 'update':
    case 'delete':
    case 'forget':
      return actions;
    case 'delete,create':
    case 'create,delete':
      return 'replace';
    case 'read':
      return undefined;
    default:
      throw unreadable(`The plan has an action that the review does not know: ${actions}.`);
  }
}

function outputChange([name, { actions }]: [string, RawChange]): OutputChange[] {
  const [action] = actions;
  return action === 'create' || action === 'update' || action === 'delete' ? [{ name, action }] : [];
}
