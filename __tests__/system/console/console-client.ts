import { request } from 'node:http';
import { LocalCloud } from '@keyhold/local-cloud';
import { KEYHOLD } from '../../../cli/product';
import { loadSamples } from '../../../cli/samples';
import { stackFolder } from '../../synthesize';
import { Guest } from '../client';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** What the console's page does over HTTP: same origin, JSON both ways. */
export class ConsoleClient {
  constructor(private readonly url: string) {}

  get<T>(path: string, query: Record<string, string> = {}): Promise<T> {
    return this.json<T>('GET', `${path}?${new URLSearchParams(query)}`);
  }

  post<T>(path: string, body: object): Promise<T> {
    return this.json<T>('POST', path, JSON.stringify(body));
  }

  private async json<T>(method: string, path: string, body?: string): Promise<T> {
    const headers = { 'content-type': 'application/json', origin: new URL(this.url).origin };
    const init = { method, headers, ...(body !== undefined && { body }) };
    const response = await fetch(`${this.url}api${path}`, init);
    const answer = (await response.json()) as T & { error?: { code: string; message: string } };
    if (response.ok) return answer;
    throw Object.assign(new Error(answer.error?.message), {
      name: answer.error?.code,
      status: response.status,
    });
  }
}

/** A request with headers that `fetch` would not let one set. */
export function raw(
  url: string,
  method: string,
  headers: Record<string, string>,
  body = '',
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text }),
      );
    });
    outgoing.on('error', reject).end(body);
  });
}

/** A running system with sample apartments, its console, and a guest at its edge. */
export async function openConsole(): Promise<{ cloud: LocalCloud; client: ConsoleClient; guest: Guest }> {
  const cloud = await LocalCloud.start({ artifact: stackFolder('keyhold-local'), product: KEYHOLD });
  await loadSamples(cloud, String(cloud.outputs['apartmentsTable']));
  return {
    cloud,
    client: new ConsoleClient(cloud.consoleUrl),
    guest: new Guest(`${cloud.edgeUrl}/graphql`, 'a-secret-of-the-guest'),
  };
}
