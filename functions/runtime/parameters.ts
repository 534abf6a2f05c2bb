import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';

/** A parameter that should hold a secret is empty. */
export class EmptyParameter extends Error {
  override readonly name = 'EmptyParameter';

  constructor(name: string) {
    super(`Parameter ${name} has no value. Put the secret there: docs/payments.md says which.`);
  }
}

/** When a secret does not match, it may have changed: it is read again, at most this often (ms). */
const SHORTEST_AGE_MS = 10_000;

/** A revoked secret is forgotten after this (ms). */
const LONGEST_AGE_MS = 300_000;

/** A secret: its cached value, and its current one. */
export interface Secret {
  value(): Promise<string>;
  fresh(): Promise<string>;
}

interface Kept {
  readonly value: Promise<string>;
  readonly readAt: number;
}

/**
 * Secrets, read from Parameter Store when they are first needed and kept for five minutes. The role needs
 * `ssm:GetParameter` on each; they are encrypted by AWS's own key, which needs no further permission.
 */
export class ParameterStore {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly client: SSMClient,
    private readonly now: () => number,
  ) {}

  secret(name: string): Secret {
    return { value: () => this.value(name), fresh: () => this.fresh(name) };
  }

  value(name: string): Promise<string> {
    return this.youngerThan(LONGEST_AGE_MS, name);
  }

  /** The current value, for when the cached one does not match. */
  fresh(name: string): Promise<string> {
    return this.youngerThan(SHORTEST_AGE_MS, name);
  }

  private youngerThan(age: number, name: string): Promise<string> {
    const kept = this.kept.get(name);
    if (kept && this.now() - kept.readAt < age) return kept.value;
    const value = this.read(name);
    this.kept.set(name, { value, readAt: this.now() });
    // A failed read is not cached: the next request reads again.
    value.catch(() => this.kept.delete(name));
    return value;
  }

  private async read(name: string): Promise<string> {
    const { Parameter } = await this.client.send(
      new GetParameterCommand({ Name: name, WithDecryption: true }),
    );
    const value = Parameter?.Value?.trim();
    if (!value) throw new EmptyParameter(name);
    return value;
  }
}
