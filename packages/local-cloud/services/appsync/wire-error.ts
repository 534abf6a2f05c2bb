import type { Json } from '../../core/json';

/** An error of AppSync's own, or of a resolver: what clients see as `errorType`, `message` and `errorInfo`. */
export class FieldError extends Error {
  override readonly name = 'FieldError';

  constructor(
    readonly errorType: string,
    message: string,
    readonly errorInfo: Json = null,
  ) {
    super(message);
  }
}

/** A request that is refused before any operation runs: answered with its own status and no `data`. */
export class TransportError extends Error {
  override readonly name = 'TransportError';

  constructor(
    readonly statusCode: number,
    readonly errorType: string,
    message: string,
  ) {
    super(message);
  }
}

/** One entry of `errors`, in AppSync's shape. */
export type WireError = { [key: string]: Json };

export interface Location {
  readonly line: number;
  readonly column: number;
}

/** An error that a field raised. */
export function fieldError(
  error: FieldError,
  path: readonly (string | number)[],
  locations: readonly Location[],
): WireError {
  return {
    path: [...path],
    data: null,
    errorType: error.errorType,
    errorInfo: error.errorInfo,
    locations: wireLocations(locations),
    message: error.message,
  };
}

/** An error of the operation as a whole: validation, variables, coercion. */
export function plainError(
  message: string,
  locations: readonly Location[] | null,
  path: readonly (string | number)[] | null = null,
): WireError {
  return { path: path && [...path], locations: locations && wireLocations(locations), message };
}

function wireLocations(locations: readonly Location[]): Json[] {
  return locations.map(({ line, column }) => ({ line, column, sourceName: null }));
}
