import type { JsonObject } from '../../../core/json';
import type { Resource } from '../../../core/service';
import { block, blocks } from '../../../terraform/blocks';
import { number, refusal, requiredText, text, texts } from '../configuration';

/** The part of a request that a statement inspects. */
export interface InspectedPart {
  readonly part: 'uri_path' | 'query_string' | 'method' | 'body' | 'single_header';
  /** Of a `single_header`, lower-case. */
  readonly header: string;
  /** For a body longer than what WAF inspects: inspect its beginning, or decide at once. */
  readonly oversize: 'CONTINUE' | 'MATCH' | 'NO_MATCH';
  readonly transformations: readonly Transformation[];
}

export type Transformation = 'NONE' | 'LOWERCASE' | 'URL_DECODE';
export type SizeComparison = 'EQ' | 'NE' | 'LE' | 'LT' | 'GE' | 'GT';
export type MatchPosition = 'EXACTLY' | 'STARTS_WITH' | 'ENDS_WITH' | 'CONTAINS';

/** What a rule asks of a request. https://docs.aws.amazon.com/waf/latest/APIReference/API_Statement.html */
export type WebAclStatement =
  | {
      readonly kind: 'rate';
      readonly limit: number;
      /** Milliseconds. */
      readonly window: number;
      /** Requests are counted by viewer address, or all together. */
      readonly by: 'IP' | 'CONSTANT';
      readonly scope: WebAclStatement | undefined;
    }
  | {
      readonly kind: 'size';
      readonly on: InspectedPart;
      readonly comparison: SizeComparison;
      readonly bytes: number;
    }
  | {
      readonly kind: 'bytes';
      readonly on: InspectedPart;
      readonly position: MatchPosition;
      readonly search: string;
    }
  | { readonly kind: 'geo'; readonly countries: ReadonlySet<string> }
  | { readonly kind: 'and' | 'or'; readonly statements: readonly WebAclStatement[] }
  | { readonly kind: 'not'; readonly statement: WebAclStatement };

const PARTS = ['uri_path', 'query_string', 'method', 'body', 'single_header'] as const;
const TRANSFORMATIONS: readonly string[] = ['NONE', 'LOWERCASE', 'URL_DECODE'];
const WINDOWS = [60, 120, 300, 600];
const LEAST_LIMIT = 10;

/** The statement, or what about it is not run locally. @throws AwsError where AWS would refuse it */
export function resolveStatement(resource: Resource, config: JsonObject): WebAclStatement | string {
  const [kind, settings] = Object.entries(config)
    .map(([name, value]) => [name, block(value)] as const)
    .find(([, value]) => value !== undefined) ?? ['no statement', undefined];
  switch (settings && kind) {
    case 'rate_based_statement':
      return resolveRate(resource, settings ?? {});
    case 'size_constraint_statement':
      return inspecting(settings ?? {}, (on) => ({
        kind: 'size',
        on,
        comparison: requiredText(resource, settings, 'comparison_operator') as SizeComparison,
        bytes: number(settings, 'size', 0),
      }));
    case 'byte_match_statement':
      return resolveBytes(resource, settings ?? {});
    case 'geo_match_statement':
      return { kind: 'geo', countries: new Set(texts(settings?.['country_codes'])) };
    case 'and_statement':
      return combined(resource, settings ?? {}, 'and');
    case 'or_statement':
      return combined(resource, settings ?? {}, 'or');
    case 'not_statement': {
      const inner = resolveStatement(resource, block(settings?.['statement']) ?? {});
      return typeof inner === 'string' ? inner : { kind: 'not', statement: inner };
    }
    default:
      return kind;
  }
}

function resolveRate(resource: Resource, settings: JsonObject): WebAclStatement | string {
  const by = text(settings, 'aggregate_key_type') ?? 'IP';
  const limit = number(settings, 'limit', 0);
  const seconds = number(settings, 'evaluation_window_sec', 300);
  if (limit < LEAST_LIMIT) {
    throw refusal(
      resource,
      'WAFInvalidParameterException',
      `A rate limit of ${limit}; ${LEAST_LIMIT} is the least.`,
    );
  }
  if (!WINDOWS.includes(seconds)) {
    const windows = WINDOWS.join(', ');
    throw refusal(
      resource,
      'WAFInvalidParameterException',
      `evaluation_window_sec ${seconds} is none of ${windows}.`,
    );
  }
  if (by !== 'IP' && by !== 'CONSTANT') return `rate by ${by}`;
  const narrowed = block(settings['scope_down_statement']);
  const scope = narrowed && resolveStatement(resource, narrowed);
  if (typeof scope === 'string') return scope;
  return { kind: 'rate', limit, window: seconds * 1_000, by, scope };
}

function resolveBytes(resource: Resource, settings: JsonObject): WebAclStatement | string {
  const position = requiredText(resource, settings, 'positional_constraint');
  const known = (['EXACTLY', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS'] as const).find(
    (one) => one === position,
  );
  if (!known) return `positional_constraint ${position}`;
  return inspecting(settings, (on) => ({
    kind: 'bytes',
    on,
    position: known,
    search: requiredText(resource, settings, 'search_string'),
  }));
}

function combined(resource: Resource, settings: JsonObject, kind: 'and' | 'or'): WebAclStatement | string {
  const statements = blocks(settings['statement']).map((one) => resolveStatement(resource, one));
  const notRun = statements.find((one) => typeof one === 'string');
  return notRun ?? { kind, statements: statements.filter((one) => typeof one !== 'string') };
}

function inspecting(
  settings: JsonObject,
  statement: (on: InspectedPart) => WebAclStatement,
): WebAclStatement | string {
  const field = block(settings['field_to_match']) ?? {};
  const part = PARTS.find((one) => block(field[one]));
  if (!part) return `field_to_match ${Object.keys(field).join(', ')}`;
  const ordered = blocks(settings['text_transformation']).sort(
    (a, b) => number(a, 'priority', 0) - number(b, 'priority', 0),
  );
  const types = ordered.map((one) => text(one, 'type') ?? 'NONE');
  const unknown = types.find((type) => !TRANSFORMATIONS.includes(type));
  if (unknown) return `text_transformation ${unknown}`;
  return statement({
    part,
    header: text(block(field['single_header']), 'name')?.toLowerCase() ?? '',
    oversize: (text(block(field['body']), 'oversize_handling') ?? 'CONTINUE') as InspectedPart['oversize'],
    transformations: types as Transformation[],
  });
}
