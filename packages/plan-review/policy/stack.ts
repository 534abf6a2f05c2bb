/** A block of Terraform JSON, or a resource's arguments. */
export type Block = Readonly<Record<string, unknown>>;

/** A statement of an IAM policy, whether Terraform's policy document or JSON holds it. */
export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** `type` is as in Terraform: AWS, Service, Federated, or "*". */
  readonly principals: readonly { readonly type: string; readonly identifiers: readonly string[] }[];
  readonly conditions: readonly {
    readonly test: string;
    readonly variable: string;
    readonly values: readonly string[];
  }[];
}

/** Something of a stack that rules are asked about, by its address. */
export type Subject = readonly [address: string, config: Block];

/** What rules look up in a synthesized stack (cdk.tf.json). */
export class Stack {
  private readonly json: Block;

  constructor(json: unknown) {
    this.json = block(json);
  }

  /**
   * All resources of a type. Also `terraform` (one: the settings) and `provider` (one for each provider
   * configuration).
   */
  subjects(type: string): Subject[] {
    if (type === 'terraform') return [['terraform', block(this.json['terraform'])]];
    if (type === 'provider') return this.providers();
    return Object.entries(block(block(this.json['resource'])[type])).map(([name, config]) => [
      `${type}.${name}`,
      block(config),
    ]);
  }

  /** Every resource, of whatever type. */
  everything(): Subject[] {
    return Object.keys(block(this.json['resource'])).flatMap((type) => this.subjects(type));
  }

  /** The types of data sources that the stack reads. */
  dataTypes(): string[] {
    return Object.keys(block(this.json['data']));
  }

  /** The resources of `type` whose argument `field` refers to `address`. */
  referring(type: string, field: string, address: string): Block[] {
    return this.subjects(type)
      .map(([, config]) => config)
      .filter((config) => refersTo(config[field], address));
  }

  /** The resources of `type` that `value` refers to. */
  referred(type: string, value: unknown): Subject[] {
    return this.subjects(type).filter(([address]) => refersTo(value, address));
  }

  /** The statements of a policy, or undefined where only Terraform knows them. */
  statements(policy: unknown): Statement[] | undefined {
    if (typeof policy !== 'string') return undefined;
    const [, name] = /^\$\{data\.aws_iam_policy_document\.([\w-]+)\.json\}$/.exec(policy) ?? [];
    if (name === undefined) return statementsOfJson(policy);
    const document = block(block(block(this.json['data'])['aws_iam_policy_document'])[name]);
    if (document['source_policy_documents'] ?? document['override_policy_documents']) return undefined;
    return blocks(document['statement']).map(statementOfDocument);
  }

  private providers(): Subject[] {
    return Object.entries(block(this.json['provider'])).flatMap(([name, configs]) =>
      blocks(configs).map((config): Subject => {
        const alias = config['alias'];
        return [`provider.${name}${typeof alias === 'string' ? `.${alias}` : ''}`, config];
      }),
    );
  }
}

/** A block that may be there once: cdktf writes it as an object, or as a list of one. */
export function block(value: unknown): Block {
  const [first] = blocks(value);
  return first ?? {};
}

/** The blocks of a kind, whether Terraform JSON holds a list, one object or nothing. */
export function blocks(value: unknown): Block[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item): item is Block => typeof item === 'object' && item !== null);
}

/** The texts of a list, or of a single text. */
export function texts(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item): item is string => typeof item === 'string');
}

/** Whether only Terraform knows the value. */
export function isUnresolved(value: unknown): boolean {
  return typeof value === 'string' && /[$%]\{/.test(value.replaceAll(/\$\$\{|%%\{/g, ''));
}

/** Whether an interpolation in the value names `address`: `${aws_s3_bucket.web.arn}/*` does aws_s3_bucket.web. */
export function refersTo(value: unknown, address: string): boolean {
  if (Array.isArray(value)) return value.some((item) => refersTo(item, address));
  if (typeof value !== 'string' || !isUnresolved(value)) return false;
  const expression = value.slice(value.indexOf('${'));
  return new RegExp(`(?<![\\w.-])${address.replaceAll('.', '\\.')}(?=[.[])`).test(expression);
}

function statementsOfJson(policy: string): Statement[] | undefined {
  try {
    return blocks(block(JSON.parse(policy) as unknown)['Statement']).map(statementOfJson);
  } catch {
    return undefined;
  }
}

function statementOfDocument(statement: Block): Statement {
  const without = statement['not_actions'] ?? statement['not_resources'];
  return {
    effect: typeof statement['effect'] === 'string' ? statement['effect'] : 'Allow',
    // All but some is nearly all.
    actions: without ? ['*'] : texts(statement['actions']),
    resources: without ? ['*'] : texts(statement['resources']),
    principals: blocks(statement['principals']).map(({ type, identifiers }) => ({
      type: String(type),
      identifiers: texts(identifiers),
    })),
    conditions: blocks(statement['condition']).map(({ test, variable, values }) => ({
      test: String(test),
      variable: String(variable),
      values: texts(values),
    })),
  };
}

function statementOfJson(statement: Block): Statement {
  const without = statement['NotAction'] ?? statement['NotResource'];
  const principal = statement['Principal'];
  return {
    effect: String(statement['Effect']),
    actions: without ? ['*'] : texts(statement['Action']),
    resources: without ? ['*'] : texts(statement['Resource']),
    principals:
      typeof principal === 'string'
        ? [{ type: principal, identifiers: [principal] }]
        : Object.entries(block(principal)).map(([type, identifiers]) => ({
            type,
            identifiers: texts(identifiers),
          })),
    conditions: Object.entries(block(statement['Condition'])).flatMap(([test, variables]) =>
      Object.entries(block(variables)).map(([variable, values]) => ({
        test,
        variable,
        values: texts(values),
      })),
    ),
  };
}
