type Block = Record<string, unknown>;

/** A stack of one resource, `<type>.it`, and what else is in it. */
export interface MiniStack {
  readonly config?: Block;
  /** Other resources, by type and name. */
  readonly beside?: Record<string, Record<string, Block>>;
  readonly data?: Record<string, Record<string, Block>>;
}

/** The Terraform JSON of a mini-stack whose subject is of the type that a rule asks about. */
export function terraformJson(type: string, { config, beside = {}, data = {} }: MiniStack): Block {
  if (type === 'terraform') return { terraform: config ?? {}, resource: beside, data };
  if (type === 'provider') return { provider: { aws: [config ?? {}] }, resource: beside, data };
  return { resource: { ...beside, [type]: { ...beside[type], it: config ?? {} } }, data };
}

/** A policy document of one statement, in JSON as IAM has it. */
export function policy(...statements: Block[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** The statement that refuses what does not come over TLS. */
export function onlyTls(...resources: string[]): Block {
  return {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: resources,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
