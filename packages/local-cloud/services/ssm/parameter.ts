export const PARAMETER_TYPES = ['String', 'StringList', 'SecureString'] as const;
export type ParameterType = (typeof PARAMETER_TYPES)[number];

export const TIERS = ['Standard', 'Advanced', 'Intelligent-Tiering'] as const;
export type Tier = (typeof TIERS)[number];

/** One version of a parameter. */
export interface ParameterVersion {
  /** 1, 2, … */
  readonly version: number;
  readonly value: string;
  /** The value of a SecureString that is read without decryption. */
  readonly ciphertext?: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
}

/** A parameter as it is kept. */
export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly tier: Exclude<Tier, 'Intelligent-Tiering'>;
  readonly dataType: string;
  readonly description?: string;
  readonly allowedPattern?: string;
  /** Of a SecureString: the KMS key that encrypts it. */
  readonly keyId?: string;
  /** The last hundred, oldest first; at least one. */
  readonly versions: readonly ParameterVersion[];
  /** The `value_wo_version` that Terraform wrote the value with: it writes again only with another. */
  readonly writeOnlyVersion?: number;
}

/** The newest version. */
export function current({ name, versions }: Parameter): ParameterVersion {
  const newest = versions.at(-1);
  if (!newest) throw new RangeError(`The parameter ${name} has no version.`);
  return newest;
}
