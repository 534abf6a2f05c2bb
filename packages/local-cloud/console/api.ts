import type { ConsoleRequest, ConsoleRoutes } from '../core/console-routes';
import { AwsError } from '../core/errors';
import type { HttpRequest, HttpResponse } from '../core/http/message';
import type { JsonObject } from '../core/json';
import { Developer } from './developer';
import { Executions } from './executions/executions';
import { replay } from './requests/replay';
import { describeStep, describeTrace, listTraces } from './requests/requests';
import type { ConsoleSources } from './sources';
import { Tables } from './tables';
import { moveClock, shownClock } from './time';

/** The console's JSON API, by method and the path below `/_console/api`. */
export class ConsoleApi {
  private readonly routes: ConsoleRoutes;

  constructor(sources: ConsoleSources) {
    const developer = new Developer(sources);
    const executions = new Executions(developer);
    const tables = new Tables(developer);
    this.routes = {
      'GET /overview': async () => ({
        product: sources.product,
        region: sources.region,
        accountId: sources.accountId,
        gatewayUrl: sources.gatewayUrl,
        edgeUrl: sources.edgeUrl ?? null,
        machines: await executions.machines(),
        tables: await tables.names(),
      }),
      'GET /executions': (request) =>
        executions.list(request.required('machine'), request.text('status'), request.text('token')),
      'GET /execution': (request) => executions.detail(request.required('arn')),
      'POST /executions/start': (request) =>
        executions.start(request.required('machine'), request.text('name'), request.required('input')),
      'POST /executions/stop': async (request) => {
        await executions.stop(request.required('arn'));
        return {};
      },
      'POST /executions/redrive': async (request) => {
        await executions.redrive(request.required('arn'));
        return {};
      },
      'GET /table': (request) =>
        tables.page(request.required('name'), request.text('filter'), request.text('token')),
      'GET /requests': (request) => ({
        requests: listTraces(sources, request.text('filter'), request.text('failed') === 'true'),
      }),
      'GET /request': (request) => describeTrace(sources, request.required('id')),
      'GET /request/step': (request) => describeStep(sources, request.required('id')) as object,
      'POST /request/replay': (request) =>
        replay(sources, request.required('id'), request.body['input'] ?? null),
      'GET /clock': () => shownClock(sources),
      'POST /clock': ({ body }) => moveClock(sources, distance(body['by'])),
      ...sources.routes,
    };
  }

  /** @param path below `/_console/api` */
  async answer(request: HttpRequest, path: string): Promise<HttpResponse> {
    const route = this.routes[`${request.method} ${path}`];
    try {
      if (!route) throw new AwsError('NotFound', `The console has no ${request.method} ${path}.`, 404);
      return json(200, await route(consoleRequest(request)));
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

function consoleRequest({ method, query, body }: HttpRequest): ConsoleRequest {
  const posted = method === 'POST' ? parsed(body.toString('utf8') || '{}') : {};
  const text = (name: string): string => {
    const value = method === 'POST' ? posted[name] : query.get(name);
    return typeof value === 'string' ? value : '';
  };
  return { text, required: (name) => text(name) || missing(name), body: posted };
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

function missing(name: string): never {
  throw new AwsError('InvalidInput', `${name} is missing.`);
}

function distance(by: unknown): number | 'next' {
  if (by === 'next' || typeof by === 'number') return by;
  throw new AwsError('InvalidInput', 'by is a number of milliseconds, or "next".');
}
