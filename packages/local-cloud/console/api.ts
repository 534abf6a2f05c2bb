import { AwsError, type HttpRequest, type HttpResponse, type JsonObject } from '../core/service';
import { Developer } from './developer';
import { edgeCache, purge, purgeAll } from './edge-cache';
import { Executions } from './executions/executions';
import { permissions } from './permissions';
import { replay } from './requests/replay';
import { describeStep, describeTrace, listTraces } from './requests/requests';
import type { ConsoleSources } from './sources';
import { Tables } from './tables';
import { moveClock, shownClock } from './time';

/** What a request asks for: its query, or the members of its JSON. */
export interface Question {
  /** Empty where it is missing. */
  text(name: string): string;
  readonly body: JsonObject;
}

type Answer = (question: Question) => object | Promise<object>;

/** The console's JSON API, by method and the path below `/_console/api`. */
export class ConsoleApi {
  private readonly routes: Readonly<Record<string, Answer>>;

  constructor(sources: ConsoleSources) {
    const developer = new Developer(sources);
    const executions = new Executions(developer);
    const tables = new Tables(developer);
    this.routes = {
      'GET /overview': async () => ({
        ...{ region: sources.region, accountId: sources.accountId },
        ...{ gatewayUrl: sources.gatewayUrl, edgeUrl: sources.edgeUrl ?? null },
        machines: await executions.machines(),
        tables: await tables.names(),
      }),
      'GET /executions': (ask) =>
        executions.list(needed(ask, 'machine'), ask.text('status'), ask.text('token')),
      'GET /execution': (ask) => executions.detail(needed(ask, 'arn')),
      'POST /executions/start': (ask) =>
        executions.start(needed(ask, 'machine'), ask.text('name'), needed(ask, 'input')),
      'POST /executions/stop': async (ask) => {
        await executions.stop(needed(ask, 'arn'));
        return {};
      },
      'POST /executions/redrive': async (ask) => {
        await executions.redrive(needed(ask, 'arn'));
        return {};
      },
      'GET /table': (ask) => tables.page(needed(ask, 'name'), ask.text('filter'), ask.text('token')),
      'GET /requests': (ask) => ({
        requests: listTraces(sources, ask.text('filter'), ask.text('failed') === 'true'),
      }),
      'GET /request': (ask) => describeTrace(sources, needed(ask, 'id')),
      'GET /request/step': (ask) => describeStep(sources, needed(ask, 'id')) as object,
      'POST /request/replay': ({ text, body }) =>
        replay(sources, needed({ text }, 'id'), body['input'] ?? null),
      'GET /permissions': () => permissions(sources),
      'GET /cache': () => edgeCache(sources),
      'POST /cache/purge': (ask) => purge(sources, needed(ask, 'key')),
      'POST /cache/purge-all': () => purgeAll(sources),
      'GET /clock': () => shownClock(sources),
      'POST /clock': ({ body }) => moveClock(sources, distance(body['by'])),
    };
  }

  /** @param path below `/_console/api` */
  async answer(request: HttpRequest, path: string): Promise<HttpResponse> {
    const route = this.routes[`${request.method} ${path}`];
    try {
      if (!route) throw new AwsError('NotFound', `The console has no ${request.method} ${path}.`, 404);
      return json(200, await route(questionOf(request)));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return json(error.statusCode, { error: { code: error.code, message: error.message } });
    }
  }
}

/** An answer in JSON that nobody keeps. */
export function json(statusCode: number, body: object): HttpResponse {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  };
  return { statusCode, headers, body: JSON.stringify(body) };
}

function questionOf({ method, query, body }: HttpRequest): Question {
  if (method !== 'POST') return { text: (name) => query.get(name) ?? '', body: {} };
  const posted = parsed(body.toString('utf8') || '{}');
  return { text: (name) => (typeof posted[name] === 'string' ? posted[name] : ''), body: posted };
}

function parsed(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // Said below, as of any other JSON.
  }
  throw new AwsError('InvalidInput', 'The body is a JSON object.');
}

function needed({ text }: Pick<Question, 'text'>, name: string): string {
  const value = text(name);
  if (value === '') throw new AwsError('InvalidInput', `${name} is missing.`);
  return value;
}

function distance(by: unknown): number | 'next' {
  if (by === 'next' || typeof by === 'number') return by;
  throw new AwsError('InvalidInput', 'by is a number of milliseconds, or "next".');
}
