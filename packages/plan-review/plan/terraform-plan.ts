import { InputError } from '../input-error';
import { type ConfiguredResource, documentOf, policyOf } from './deferred-policies';
import { Digests, markedTexts } from './digest';
import { isObject, type Json, type JsonObject } from './json';
import { Secrets, union } from './secrets';
import { UNKNOWN, withUnknown } from './unknown';

export type Action = 'create' | 'update' | 'replace' | 'delete' | 'move' | 'import' | 'forget';
/** The way to an attribute: names and list positions. */
export type Path = readonly (string | number)[];

/** What happens to one resource. A secret in it is a placeholder: equal for equal secrets. */
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
  /** The address that it had so far, where it moves. */
  readonly previousAddress: string | undefined;
  /** What it is known by on AWS, where it is taken into the state. */
  readonly importedId: string | undefined;
  /** The key of an old object that a replacement has left behind. */
  readonly deposed: string | undefined;
  /** Of all that Terraform would apply, values in full. */
  readonly digest: string;
}

export interface OutputChange {
  readonly name: string;
  readonly action: 'create' | 'update' | 'delete';
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly digest: string;
}

/** What Terraform puts off, or reads while it applies. */
export interface Later {
  readonly address: string;
  /** Terraform's own word for why, such as provider_config_unknown. */
  readonly reason: string | undefined;
  readonly digest: string;
}

/** A managed resource with its values, as they are and as the plan would leave them. */
export interface Declared {
  readonly address: string;
  readonly values: readonly JsonObject[];
}

/** What the review reads of a plan, and nothing else of it. */
export interface Plan {
  /** Stopped on the way, by prevent_destroy for instance: its changes can be seen, but not applied. */
  readonly errored: boolean;
  /** Whether a further plan is needed after this one. */
  readonly isComplete: boolean;
  readonly changes: readonly ResourceChange[];
  /** Changes that this plan cannot make yet. */
  readonly deferred: readonly Later[];
  /** Data sources that are read only while it is applied. */
  readonly reads: readonly Later[];
  /** What was changed on AWS, not by Terraform. */
  readonly drift: readonly ResourceChange[];
  readonly declared: readonly Declared[];
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
  readonly deposed?: string;
  readonly action_reason?: string;
  readonly previous_address?: string;
}

interface RawModule {
  readonly resources?: readonly {
    readonly address: string;
    readonly type: string;
    readonly values?: JsonObject;
  }[];
  readonly child_modules?: readonly RawModule[];
}

interface RawPlan {
  readonly format_version?: string;
  readonly errored?: boolean;
  readonly complete?: boolean;
  readonly resource_changes?: readonly RawResource[];
  readonly resource_drift?: readonly RawResource[];
  readonly deferred_changes?: readonly { readonly reason?: string; readonly resource_change: RawResource }[];
  readonly output_changes?: Readonly<Record<string, RawChange>>;
  readonly prior_state?: { readonly values?: { readonly root_module?: RawModule } };
  readonly configuration?: { readonly root_module?: { readonly resources?: readonly ConfiguredResource[] } };
}

/**
 * Reads the output of `terraform show -json <plan>` (https://developer.hashicorp.com/terraform/internals/json-format).
 * Secrets are hidden here, before anything else sees them; variables and planned values are not read at all, since
 * they hold the same secrets in clear; of the prior state, only what was drawn at random for this plan; of the
 * configuration, references only.
 * @throws InputError when it is not such an output, or of a format that is not known
 */
export function readPlan(text: string): Plan {
  const raw = parse(text);
  const resources = raw.resource_changes ?? [];
  const reader = new Reader(raw);
  const managed = resources.filter(({ mode }) => mode === 'managed').map((each) => reader.change(each));
  const changes = managed.filter((change) => change !== undefined);
  return {
    errored: raw.errored ?? false,
    isComplete: raw.complete ?? true,
    changes,
    deferred: (raw.deferred_changes ?? []).map((each) => reader.later(each.resource_change, each.reason)),
    reads: resources
      .filter(({ mode, change }) => mode === 'data' && change.actions.join() === 'read')
      .map((each) => reader.later(each, each.action_reason)),
    drift: (raw.resource_drift ?? []).map((each) => reader.change(each)).filter((each) => each !== undefined),
    declared: resources.filter(({ mode }) => mode === 'managed').flatMap((each) => reader.declared(each)),
    outputs: Object.entries(raw.output_changes ?? {}).flatMap((each) => reader.output(each)),
    unchanged: managed.length - changes.length,
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

const POLICY_ATTRIBUTES = ['policy', 'assume_role_policy'];

/** Reads the changes of one plan: what is a secret in one of them is one in all. */
class Reader {
  private readonly secrets = new Secrets();
  private readonly digests: Digests;
  private readonly configured: ReadonlyMap<string, ConfiguredResource>;
  private readonly documents: ReadonlyMap<string, string | undefined>;

  constructor(raw: RawPlan) {
    const resources = raw.resource_changes ?? [];
    const all = [...resources, ...(raw.resource_drift ?? [])].map(({ change }) => change);
    for (const change of [...all, ...Object.values(raw.output_changes ?? {})]) {
      this.secrets.learn(change.before, change.before_sensitive);
      this.secrets.learn(change.after, change.after_sensitive);
    }
    const inState = resources.flatMap(({ change }) => markedTexts(change.before, change.before_sensitive));
    this.digests = new Digests(inState, drawnAtRandom(raw.prior_state?.values?.root_module));
    this.configured = new Map(
      (raw.configuration?.root_module?.resources ?? []).map((resource) => [resource.address, resource]),
    );
    this.documents = new Map(
      resources
        .filter(({ mode, type }) => mode === 'data' && type === 'aws_iam_policy_document')
        .map(({ address, change }) => {
          const values = this.values(change).after;
          return [address, policyOf(isObject(values) ? values : undefined)];
        }),
    );
  }

  /** Undefined when nothing happens to the resource. */
  change(resource: RawResource): ResourceChange | undefined {
    const { address, type, name, change } = resource;
    const action = actionOf(resource);
    if (action === undefined) return undefined;
    const { before, after } = this.values(change);
    return {
      address,
      type,
      name,
      action,
      before: isObject(before) ? before : undefined,
      after: isObject(after) && change.after !== null ? this.withPolicies(address, after) : undefined,
      replacePaths: change.replace_paths ?? [],
      reason: resource.action_reason,
      previousAddress: resource.previous_address,
      importedId: change.importing && String(change.importing['id'] ?? 'its identity'),
      deposed: resource.deposed,
      digest: this.digest(resource),
    };
  }

  later(resource: RawResource, reason: string | undefined): Later {
    return { address: resource.address, reason, digest: this.digest(resource) };
  }

  declared({ address, change }: RawResource): Declared[] {
    const { before, after } = this.values(change);
    const planned = isObject(after) ? [this.withPolicies(address, after)] : [];
    const values = [...(isObject(before) ? [before] : []), ...planned];
    return values.length > 0 ? [{ address, values }] : [];
  }

  output([name, change]: [string, RawChange]): OutputChange[] {
    const [action] = change.actions;
    if (action !== 'create' && action !== 'update' && action !== 'delete') return [];
    const { after, after_unknown } = change;
    const digest = this.digests.of({ action, after, after_unknown });
    return [{ name, action, ...this.values(change), digest }];
  }

  private values(change: RawChange): { before: Json | undefined; after: Json | undefined } {
    const marks = union(change.before_sensitive, change.after_sensitive);
    return {
      before: this.secrets.hidden(change.before, marks),
      after: withUnknown(this.secrets.hidden(change.after, marks), change.after_unknown),
    };
  }

  /** With the policies that the plan holds, though Terraform writes them only at apply. */
  private withPolicies(address: string, after: JsonObject): JsonObject {
    const unknown = POLICY_ATTRIBUTES.filter((attribute) => after[attribute] === UNKNOWN);
    const found = unknown.map((attribute) => {
      const document = documentOf(this.configured.get(address), attribute) ?? '';
      return [attribute, this.documents.get(document) ?? UNKNOWN];
    });
    return { ...after, ...Object.fromEntries(found) };
  }

  /** Before counts as far as it changes: what stays as it is does not tell one change from another. */
  private digest({ address, type, change, deposed, action_reason, previous_address }: RawResource): string {
    const { actions, before, after, after_unknown, importing, replace_paths } = change;
    const [old, planned] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
    const isSame = (name: string) => this.digests.of(old[name]) === this.digests.of(planned[name]);
    const replaced = Object.entries(old).filter(([name]) => !STAMP.test(name) && !isSame(name));
    const applied = Object.entries(planned).filter(([name]) => !(STAMP.test(name) && isSame(name)));
    return this.digests.of({
      address,
      type,
      actions,
      deposed,
      action_reason,
      previous_address,
      importing,
      replace_paths: (replace_paths ?? []).map((path) => path.map(String).join('.')).sort(),
      before: before === null || before === undefined ? null : Object.fromEntries(replaced),
      after: after === null || after === undefined ? null : Object.fromEntries(applied),
      after_unknown: after_unknown ?? null,
    });
  }
}

/** What AWS stamps by itself: it differs between two plans that mean the same. */
const STAMP = /^(last_modified|last_modified_time|creation_date|created_date)$/;

/** The passwords that Secrets Manager made up for this plan, by value. */
function drawnAtRandom(module: RawModule | undefined): Map<string, string> {
  const drawn = (module?.resources ?? [])
    .filter(({ type }) => type === 'aws_secretsmanager_random_password')
    .map(({ address, values }) => [String(values?.['random_password'] ?? ''), address] as const)
    .filter(([value]) => value !== '');
  return new Map([...drawn, ...(module?.child_modules ?? []).flatMap((each) => [...drawnAtRandom(each)])]);
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
    case 'create,forget':
    case 'forget,create':
      return 'replace';
    case 'read':
      return undefined;
    default:
      throw unreadable(`The plan has an action that the review does not know: ${actions}.`);
  }
}
