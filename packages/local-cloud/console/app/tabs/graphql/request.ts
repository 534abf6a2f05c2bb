import { pretty } from '../../format';

/** What an API answered. */
export interface Outcome {
  /** Undefined where nothing answered. */
  readonly status: number | undefined;
  readonly milliseconds: number;
  /** JSON, indented; a text that is none as it came. */
  readonly text: string;
  /** The messages of its errors, each with its type and path where it has them. */
  readonly errors: readonly string[];
}

export interface GraphqlRequest {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables: unknown;
}

interface GraphqlError {
  readonly message?: string;
  readonly errorType?: string;
  readonly path?: readonly (number | string)[] | null;
}

/** Sends a request to an API on the gateway. */
export async function send(
  path: string,
  headers: Readonly<Record<string, string>>,
  request: GraphqlRequest,
  signal: AbortSignal,
): Promise<Outcome> {
  const begun = performance.now();
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(request),
    signal,
  });
  const text = await response.text();
  const milliseconds = performance.now() - begun;
  return { status: response.status, milliseconds, text: pretty(text), errors: errorsIn(text) };
}

function errorsIn(text: string): string[] {
  try {
    const { errors } = JSON.parse(text) as { errors?: readonly GraphqlError[] };
    return (errors ?? []).map(({ message = '', errorType, path }) => {
      const place = path && path.length > 0 ? `${path.join('.')}: ` : '';
      return `${place}${errorType === undefined ? '' : `${errorType}: `}${message}`;
    });
  } catch {
    return ['The answer is not JSON.'];
  }
}
