/** A rule that some resources may break, in some environments, until a day. */
export interface Waiver {
  /** The rule's first id. */
  readonly rule: string;
  /** The resource's address; `*` stands for any part of it. */
  readonly address: string;
  readonly environments: readonly string[];
  /** Why it may, for a reader in a year. */
  readonly reason: string;
  /** The last day on which it holds (UTC), as 2027-06-30. */
  readonly expires: string;
}

interface Broken {
  readonly rule: string;
  readonly environment: string;
  readonly address: string;
}

/** Whether the waiver is for what a rule says of a resource, whenever that is. */
export function waives(waiver: Waiver, { rule, environment, address }: Broken): boolean {
  return (
    waiver.rule === rule && waiver.environments.includes(environment) && pattern(waiver.address).test(address)
  );
}

/** Whether the waiver's last day is over. */
export function isExpired({ expires }: Waiver, today: Date): boolean {
  return expires < today.toISOString().slice(0, 10);
}

/**
 * What is wrong with waivers: that they have run out, or that there is nothing, or no longer anything, that they
 * are needed for. One sentence each.
 * @param broken all that rules find, in all environments
 */
export function waiverFaults(waivers: readonly Waiver[], broken: readonly Broken[], today: Date): string[] {
  return waivers.flatMap((waiver) => {
    const name = `The waiver of ${waiver.rule} for ${waiver.address}`;
    if (!/^\d{4}-\d{2}-\d{2}$/.test(waiver.expires) || Number.isNaN(Date.parse(waiver.expires))) {
      return [`${name} expires on "${waiver.expires}", which is not a date: write it as 2027-06-30.`];
    }
    if (isExpired(waiver, today)) {
      return [`${name} expired on ${waiver.expires}: correct what it is for, or judge its reason again.`];
    }
    const unused = waiver.environments.filter(
      (environment) => !broken.some((each) => each.environment === environment && waives(waiver, each)),
    );
    return unused.map((environment) => `${name} is not needed in ${environment}: remove it there.`);
  });
}

function pattern(address: string): RegExp {
  const literal = address.split('*').map((part) => part.replaceAll(/[.[\]"-]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`);
}
