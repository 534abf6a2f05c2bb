import { randomUUID } from 'node:crypto';
import { AwsError } from '../../core/errors';
import type { Json, JsonObject } from '../../core/json';
import type { EdgeVisit } from '../../core/viewers';
import { copyPayload } from '../../gateway/payload-copy';
import type { ConsoleSources } from '../sources';
import { edited, readable } from './masking';
import { editedInput, shownPayload } from './payload';
import { stepOf } from './requests';

/** What a replayed request came to, and the trace that shows how. */
export interface Replayed {
  readonly traceId: string | undefined;
  readonly output?: Json;
  readonly error?: { readonly code: string; readonly message: string };
}

type Sources = Pick<ConsoleSources, 'spans' | 'visits' | 'call' | 'edgeUrl'>;

/** Set by the connection or by the edge itself. */
const NOT_SENT = /^(host|connection|content-length|transfer-encoding|accept-encoding|keep-alive|upgrade)$/;
const ANSWER_MS = 35_000;
const LONGEST_BODY = 16 * 1024;

/** Makes a call again, by whoever made it, with the input that a developer has edited. */
export async function replay(sources: Sources, id: string, input: Json): Promise<Replayed> {
  const step = stepOf(sources, id);
  if ('visit' in step) return visitAgain(sources, step.visit, input);
  const { service, action, principal, payloads } = step.span;
  if (!payloads?.input.complete)
    throw new AwsError('InvalidInput', 'The request was too large, or is too old, to be kept whole.');
  const again = objectOf(editedInput(action, input, payloads.input.value));
  const traceId = randomUUID();
  try {
    const output = await sources.call({ service, action, input: again, principal, traceId });
    return { traceId, output: shownPayload(action, copyPayload(output)).value };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { traceId, error: { code: error.code, message: error.message } };
  }
}

async function visitAgain(
  { edgeUrl, visits }: Sources,
  { request }: EdgeVisit,
  input: Json,
): Promise<Replayed> {
  const original = { ...request, headers: { ...request.headers }, body: request.body?.toString() ?? '' };
  const { method, path, headers, body } = objectOf(edited(input, { ...original, size: request.size }));
  if (typeof method !== 'string' || typeof path !== 'string' || !path.startsWith('/'))
    throw new AwsError('InvalidInput', 'A request to the edge needs a method and a path that begins with /.');
  const sent = Object.entries(objectOf(headers ?? {})).filter(([name]) => !NOT_SENT.test(name));
  const response = await fetch(`${edgeUrl}${path}`, {
    method,
    headers: sent.map(([name, value]): [string, string] => [name, String(value)]),
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_MS),
    ...(!['GET', 'HEAD'].includes(method) && {
      body: typeof body === 'string' ? body : JSON.stringify(body ?? ''),
    }),
  });
  const text = await response.text();
  const requestId = response.headers.get('x-amz-cf-id');
  return {
    traceId: visits().find((visit) => visit.requestId === requestId)?.traceId,
    output: readable({
      statusCode: response.status,
      headers: Object.fromEntries(response.headers),
      body: text.slice(0, LONGEST_BODY),
    }),
  };
}

function objectOf(value: Json): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new AwsError('InvalidInput', 'The input is a JSON object.');
}
