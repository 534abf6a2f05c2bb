import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';

/** A parameter that should hold a secret holds none. */
export class EmptyParameter extends Error {
  override readonly name = 'EmptyParameter';

  constructor(name: string) {
    super(`Parameter ${name} has no value. Put the secret there: docs/payments.md says which.`);
  }
}

/** What does not fit may be because the secret has changed: it is read anew, but no oftener than this (ms). */
const OFTENEST_MS = 10_000;

/** A secret that was taken out of use is forgotten after this (ms). */
const LONGEST_MS = 300_000;

interface Kept {
  readonly value: Promise<string>;
  readonly readAt: number;
}

/**
 * Secrets, read from Parameter Store when they are first needed and kept for five minutes. The role needs
 * `ssm:GetParameter` on each; the key that encrypts them is AWS's own, which needs no permission besides.
 */
export class ParameterStore {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly client: SSMClient,
    private readonly now: () => number,
  ) {}

  value(name: string): Promise<string> {
    return this.youngerThan(LONGEST_MS, name);
  }

  /** As it is now, for who was told something that does not fit what was kept. */
  fresh(name: string): Promise<string> {
    return this.youngerThan(OFTENEST_MS, name);
  }

  private youngerThan(age: number, name: string): Promise<string> {
    const kept = this.kept.get(name);
    if (kept && this.now() - kept.readAt < age) return kept.value;
    const value = this.read(name);
    this.kept.set(name, { value, readAt: this.now() });
    // What could not be read is not kept: the next request asks again.
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
