type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

interface Change {
  readonly actions: readonly string[];
  readonly before?: Json;
  readonly after?: Json;
  readonly after_unknown?: Json;
  readonly before_sensitive?: Json;
  readonly after_sensitive?: Json;
}

interface Resource {
  readonly mode: string;
  readonly type: string;
  readonly provider_name?: string;
  readonly change: Change;
}

/** A plan as `terraform show -json` writes it. */
export interface ShownPlan extends Readonly<Record<string, unknown>> {
  readonly resource_changes: readonly Resource[];
  readonly output_changes?: Readonly<Record<string, Change>>;
  readonly configuration?: {
    readonly root_module: {
      readonly resources?: readonly {
        readonly address: string;
        readonly expressions?: Readonly<Record<string, Json>>;
      }[];
    };
  };
}

/** Texts of a new resource are cut there: nothing is compared with them. */
const LONGEST_NEW_TEXT = 100;

/** What the review reads of a plan, and the variables, which it must not. */
export function reduced(plan: ShownPlan) {
  const { format_version, terraform_version, errored, applyable, complete, variables, resource_drift } = plan;
  const outputs = Object.entries(plan.output_changes ?? {}).filter(([, change]) => !isNothing(change));
  return {
    format_version,
    terraform_version,
    errored,
    applyable,
    complete,
    variables,
    resource_drift,
    output_changes: Object.fromEntries(outputs),
    resource_changes: plan.resource_changes.filter(isRead).map(reducedResource),
    configuration: { root_module: { resources: policyReferences(plan) } },
  };
}

function reducedResource({ provider_name: _, ...resource }: Resource): unknown {
  const { change } = resource;
  if (isNothing(change))
    return 'previous_address' in resource ? resource : { ...resource, change: { actions: ['no-op'] } };
  const marks = {
    after_unknown: marked(change.after_unknown),
    before_sensitive: marked(change.before_sensitive),
    after_sensitive: marked(change.after_sensitive),
  };
  const isNew = change.actions.join() === 'create' && resource.mode === 'managed';
  return {
    ...resource,
    change: { ...change, ...marks, ...(isNew && { after: shortened(change.after ?? null) }) },
  };
}

/** Beside what is managed, the policies that Terraform writes at apply. */
function isRead({ mode, type }: Resource): boolean {
  return mode === 'managed' || type === 'aws_iam_policy_document';
}

/** Which policy comes from which document. */
function policyReferences({ configuration }: ShownPlan): unknown[] {
  return (configuration?.root_module.resources ?? []).flatMap(({ address, expressions }) =>
    expressions?.['policy'] ? [{ address, expressions: { policy: expressions['policy'] } }] : [],
  );
}

function isNothing({ actions }: Change): boolean {
  return actions.join() === 'no-op';
}

/** Marks without the places where nothing is marked. */
function marked(marks: Json | undefined): Json | undefined {
  if (marks === true) return true;
  if (Array.isArray(marks)) return holdsMark(marks) ? marks.map((mark) => marked(mark) ?? false) : undefined;
  if (typeof marks !== 'object' || marks === null) return undefined;
  const left = Object.entries(marks).filter(([, mark]) => holdsMark(mark));
  return left.length === 0
    ? undefined
    : Object.fromEntries(left.map(([name, mark]) => [name, marked(mark) ?? false]));
}

function holdsMark(marks: Json): boolean {
  return JSON.stringify(marks).includes('true');
}

/** Blocks of a new resource: nothing is compared with them either. */
function isBlocks(value: Json): boolean {
  return Array.isArray(value) && value.every((element) => typeof element === 'object');
}

function shortened(value: Json): Json {
  if (typeof value === 'string' && !value.startsWith('{')) return value.slice(0, LONGEST_NEW_TEXT);
  if (typeof value === 'string') return value.length > 2_000 ? '{}' : value;
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  const set = Object.entries(value).filter(
    ([name, part]) => part !== null && name !== 'tags_all' && (name === 'environment' || !isBlocks(part)),
  );
  return Object.fromEntries(set.map(([name, part]) => [name, shortened(part)]));
}
