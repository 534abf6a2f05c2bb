import type {
  InspectedPart,
  MatchPosition,
  SizeComparison,
  Transformation,
  WebAclStatement,
} from '../model/web-acl-statement';
import { field } from '../request/fields';
import { queryText, type ViewerRequest } from '../request/viewer-request';

/**
 * The bytes of a body that a web ACL inspects.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-oversize-request-components.html
 */
const INSPECTED_BODY = 16 * 1024;

/** Counts a request against a rate limit; true where it is over. */
export type OverLimit = (statement: WebAclStatement & { kind: 'rate' }) => boolean;

/** Whether a request matches a statement. */
export function matches(statement: WebAclStatement, request: ViewerRequest, overLimit: OverLimit): boolean {
  switch (statement.kind) {
    case 'rate':
      return (!statement.scope || matches(statement.scope, request, overLimit)) && overLimit(statement);
    case 'size':
      return inspected(statement.on, request, (bytes) =>
        compare(bytes.length, statement.comparison, statement.bytes),
      );
    case 'bytes':
      return inspected(statement.on, request, (bytes) =>
        holds(bytes, statement.position, Buffer.from(statement.search)),
      );
    case 'geo':
      return request.viewer.country !== undefined && statement.countries.has(request.viewer.country);
    case 'and':
      return statement.statements.every((one) => matches(one, request, overLimit));
    case 'or':
      return statement.statements.some((one) => matches(one, request, overLimit));
    case 'not':
      return !matches(statement.statement, request, overLimit);
  }
}

function inspected(on: InspectedPart, request: ViewerRequest, test: (bytes: Buffer) => boolean): boolean {
  const bytes = partOf(on, request);
  if (bytes === undefined) return false;
  const oversize = on.part === 'body' && bytes.length > INSPECTED_BODY;
  if (oversize && on.oversize !== 'CONTINUE') return on.oversize === 'MATCH';
  return test(transformed(oversize ? bytes.subarray(0, INSPECTED_BODY) : bytes, on.transformations));
}

function partOf({ part, header }: InspectedPart, request: ViewerRequest): Buffer | undefined {
  switch (part) {
    case 'body':
      return request.body;
    case 'uri_path':
      return Buffer.from(request.uri);
    case 'query_string':
      return Buffer.from(queryText(request.query));
    case 'method':
      return Buffer.from(request.method);
    case 'single_header': {
      const value = field(request.fields, header);
      return value === undefined ? undefined : Buffer.from(value);
    }
  }
}

function transformed(bytes: Buffer, transformations: readonly Transformation[]): Buffer {
  return transformations.reduce((value, transformation) => {
    if (transformation === 'LOWERCASE') return Buffer.from(value.toString('latin1').toLowerCase(), 'latin1');
    return transformation === 'URL_DECODE' ? urlDecoded(value) : value;
  }, bytes);
}

function urlDecoded(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1').replace(/\+/g, ' ');
  return Buffer.from(
    text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

function compare(size: number, comparison: SizeComparison, limit: number): boolean {
  const answers: Record<SizeComparison, boolean> = {
    EQ: size === limit,
    NE: size !== limit,
    LE: size <= limit,
    LT: size < limit,
    GE: size >= limit,
    GT: size > limit,
  };
  return answers[comparison];
}

function holds(bytes: Buffer, position: MatchPosition, search: Buffer): boolean {
  switch (position) {
    case 'EXACTLY':
      return bytes.equals(search);
    case 'STARTS_WITH':
      return bytes.subarray(0, search.length).equals(search);
    case 'ENDS_WITH':
      return bytes.length >= search.length && bytes.subarray(bytes.length - search.length).equals(search);
    case 'CONTAINS':
      return bytes.includes(search);
  }
}
