/**
 * What a request brings to conditions and policy variables: `aws:PrincipalArn`, `dynamodb:LeadingKeys`, …
 * Keys in any case; several values where AWS has several.
 */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/** The values of a context key, whatever the case of its letters; undefined if the request has none. */
export function contextValues(context: RequestContext, key: string): readonly string[] | undefined {
  const wanted = key.toLowerCase();
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === wanted)?.[1];
  return typeof found === 'string' ? [found] : found;
}

/** Actions match in any case: `DynamoDB:getitem`. */
export function matchesAction(pattern: string, action: string): boolean {
  return new RegExp(`^${source(pattern, '.*', '.', {})}$`, 'is').test(action);
}

/** `*` and `?` anywhere, as in StringLike. */
export function matchesText(pattern: string, text: string, context: RequestContext): boolean {
  return new RegExp(`^${source(pattern, '.*', '.', context)}$`, 's').test(text);
}

/**
 * A wildcard stays within its segment of the ARN, but for a `*` that ends one: it may go on beyond the colon
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
 */
export function matchesResource(pattern: string, arn: string, context: RequestContext): boolean {
  const segments = pattern.split(/:(?![^{]*\})/).map((segment) => {
    const open = segment.endsWith('*');
    const inner = source(open ? segment.slice(0, -1) : segment, '[^:]*', '[^:]', context);
    return open ? `${inner}.*` : inner;
  });
  return new RegExp(`^${segments.join(':')}$`, 's').test(arn);
}

/** ArnLike and ArnEquals: each of the six parts of an ARN by itself. */
export function matchesArn(pattern: string, arn: string, context: RequestContext): boolean {
  const [patterns, parts] = [arnParts(pattern), arnParts(arn)];
  if (patterns.length !== 6 || parts.length !== 6) return false;
  return patterns.every((part, index) => matchesText(part, parts[index] ?? '', context));
}

/** The text with policy variables filled in; undefined if the request has no value for one of them. */
export function substituted(text: string, context: RequestContext): string | undefined {
  let complete = true;
  const result = text.replace(VARIABLE, (_, expression: string) => {
    const value = variable(expression, context);
    if (value === undefined) complete = false;
    return value ?? '';
  });
  return complete ? result : undefined;
}

const VARIABLE = /\$\{([^}]*)\}/g;
const NEVER = '(?!)';

/** A pattern as a regular expression. Wildcards that come out of a variable are plain characters. */
function source(pattern: string, many: string, one: string, context: RequestContext): string {
  const parts = pattern.split(/(\$\{[^}]*\}|\*|\?)/);
  return parts
    .map((part) => {
      if (part === '*') return many;
      if (part === '?') return one;
      if (!part.startsWith('${') || !part.endsWith('}')) return escaped(part);
      const value = variable(part.slice(2, -1), context);
      return value === undefined ? NEVER : escaped(value);
    })
    .join('');
}

/** `aws:username`, `aws:username, 'nobody'` with a default, or one of the escapes `*`, `?` and `$`. */
function variable(expression: string, context: RequestContext): string | undefined {
  if (expression === '*' || expression === '?' || expression === '$') return expression;
  const [, key = '', fallback] = /^\s*([^,]*?)\s*(?:,\s*'(.*)'\s*)?$/s.exec(expression) ?? [];
  const values = contextValues(context, key);
  return values?.length === 1 ? values[0] : fallback;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

function arnParts(arn: string): string[] {
  const parts = arn.split(/:(?![^{]*\})/);
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
