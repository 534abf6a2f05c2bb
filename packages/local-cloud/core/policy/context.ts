/**
 * What a call brings to conditions and policy variables: `aws:PrincipalArn`, `dynamodb:LeadingKeys`, …, in any
 * case. Several values where AWS has several. A key without a value (`undefined`) is one that AWS does not have
 * for this call either; a key that is missing is one that is not known locally, and nothing is let in by it.
 */
export type RequestContext = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What could not be judged locally, and why. In an Allow it counts as not met, in a Deny as met. */
export class NotUnderstood {
  /** @param why a clause: `BinaryEquals is not known locally` */
  constructor(readonly why: string) {}
}

/** Whether something matches, or why nobody can tell. */
export type Match = boolean | NotUnderstood;

/** The values of a condition key, none where the call does not have it. */
export function contextValues(context: RequestContext, key: string): readonly string[] | NotUnderstood {
  const wanted = key.toLowerCase();
  const name = Object.keys(context).find((known) => known.toLowerCase() === wanted);
  if (name === undefined) return new NotUnderstood(`the condition key ${key} is not known locally`);
  const value = context[name];
  return typeof value === 'string' ? [value] : (value ?? []);
}

/** Whether all match: one that does not decides, whatever is not understood beside it. */
export function all(matches: readonly Match[]): Match {
  if (matches.includes(false)) return false;
  return matches.find((match) => match instanceof NotUnderstood) ?? true;
}

/** Whether one matches: one that does decides, whatever is not understood beside it. */
export function any(matches: readonly Match[]): Match {
  if (matches.includes(true)) return true;
  return matches.find((match) => match instanceof NotUnderstood) ?? false;
}

export function not(match: Match): Match {
  return match instanceof NotUnderstood ? match : !match;
}
