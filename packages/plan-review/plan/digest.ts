import { createHash, createHmac } from 'node:crypto';
import { canonical, isObject, type Json, parsed } from './json';

/**
 * Digests of what a plan would do, secrets included. The key is made of the secrets that the environment has already,
 * which its state holds: whoever plans and whoever applies can read it, and nobody else can try out secrets by the hash.
 */
export class Digests {
  private readonly key: Buffer;

  /**
   * @param secrets of the state, in any order
   * @param random values that each plan draws anew, by the data source that drew them: they mean the same in every plan
   */
  constructor(
    secrets: readonly string[],
    private readonly random: ReadonlyMap<string, string>,
  ) {
    this.key = createHash('sha256')
      .update(canonical([...new Set(secrets)].sort()))
      .digest();
  }

  /** Equal for values that Terraform would apply alike. */
  of(value: Json | undefined): string {
    return createHmac('sha256', this.key)
      .update(canonical(this.meaning(value)))
      .digest('hex');
  }

  private meaning(value: Json | undefined): Json | undefined {
    if (Array.isArray(value)) return value.map((part) => this.meaning(part) ?? null);
    if (isObject(value))
      return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, this.meaning(part)]));
    if (typeof value !== 'string') return value;
    const document = parsed(value);
    if (document !== undefined && isPolicy(document)) return { policy: unordered(document) };
    let text = value;
    for (const [drawn, address] of this.random) text = text.replaceAll(drawn, `drawn by ${address}`);
    return text;
  }
}

function isPolicy(document: Json): boolean {
  return isObject(document) && document['Statement'] !== undefined;
}

/** A policy says the same in whatever order its statements, their actions and their resources are written. */
function unordered(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) {
    const parts = value.map((part) => unordered(part) ?? null);
    return parts.toSorted((one, other) => (canonical(one) < canonical(other) ? -1 : 1));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unordered(part)]));
}

/** What is marked as a secret, each by itself, wherever it stands. */
export function markedTexts(value: Json | undefined, marks: Json | undefined): string[] {
  if (marks === undefined || marks === false || marks === null) return [];
  if (typeof value === 'string') return marks === true ? [value] : [];
  const mark = (name: string | number) =>
    marks === true ? true : (marks as Record<string, Json> | undefined)?.[name];
  if (Array.isArray(value)) return value.flatMap((part, index) => markedTexts(part, mark(index)));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, part]) => markedTexts(part, mark(name)));
}
