/** The console's API said no, in a sentence for a person. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export type Parameters = Readonly<Record<string, string>>;

/** The address of a question, from which its answer can be told apart from others. */
export function address(path: string, parameters: Parameters = {}): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== '');
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** The answer as text, so that it costs nothing to see that it is the same as before. @throws ApiRefusal */
export async function ask(question: string, signal: AbortSignal): Promise<string> {
  return answered(await fetch(`api${question}`, { signal }));
}

/** Asks the cloud to do something. @throws ApiRefusal */
export async function tell<T>(path: string, body: object): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const text = await answered(
    await fetch(`api${path}`, { method: 'POST', headers, body: JSON.stringify(body) }),
  );
  return JSON.parse(text) as T;
}

async function answered(response: Response): Promise<string> {
  const text = await response.text();
  if (response.ok) return text;
  const { code, message } = refusalIn(text) ?? {
    code: `HTTP ${response.status}`,
    message: 'The local cloud failed; its log says why.',
  };
  throw new ApiRefusal(code, message);
}

function refusalIn(text: string): { code: string; message: string } | undefined {
  try {
    return (JSON.parse(text) as { error?: { code: string; message: string } }).error;
  } catch {
    // No answer of the console's.
    return undefined;
  }
}

/** What went wrong, for a person. */
export function sentence(error: unknown): string {
  if (error instanceof ApiRefusal) return `${error.code}: ${error.message}`;
  return 'The local cloud does not answer. Is it still running?';
}
