import type { HttpRequest, HttpResponse } from '../core/http/message';
import { ConsoleApi, json } from './api';
import { refusal } from './guard';
import { consolePage } from './pages/page';
import type { ConsoleSources } from './sources';

const ROOT = '/_console';

/** What developers open in a browser, on the gateway's port: what the cloud does, and the clock to move it by. */
export class DeveloperConsole {
  private readonly api: ConsoleApi;

  constructor(sources: ConsoleSources) {
    this.api = new ConsoleApi(sources);
  }

  /** The answer to a request that is for the console; undefined where it is for one of AWS's APIs. */
  answer(request: HttpRequest): Promise<HttpResponse> | undefined {
    const { path } = request;
    if (path === '/' && wantsPage(request)) return Promise.resolve(moved(`${ROOT}/`));
    if (path !== ROOT && !path.startsWith(`${ROOT}/`)) return undefined;
    const reason = refusal(request);
    if (reason !== undefined) return Promise.resolve(refused(reason));
    return this.page(request, path.slice(ROOT.length));
  }

  private async page(request: HttpRequest, path: string): Promise<HttpResponse> {
    if (path === '') return moved(`${ROOT}/`);
    if (path.startsWith('/api/')) return this.api.answer(request, path.slice('/api'.length));
    const found = await consolePage(path.slice(1));
    return found ?? json(404, { error: { code: 'NotFound', message: `The console has no ${path}.` } });
  }
}

/** A browser that was given the gateway's address. AWS's clients ask for no HTML. */
function wantsPage({ method, headers }: HttpRequest): boolean {
  return (
    method === 'GET' &&
    /\btext\/html\b/.test(headers['accept'] ?? '') &&
    headers['authorization'] === undefined
  );
}

function moved(location: string): HttpResponse {
  return { statusCode: 302, headers: { location, 'cache-control': 'no-store' }, body: '' };
}

function refused(message: string): HttpResponse {
  return json(403, { error: { code: 'Refused', message } });
}
