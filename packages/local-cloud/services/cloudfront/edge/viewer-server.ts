import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { isLoopback } from '../../../core/http/loopback';
import { type HttpResponse, splitTarget } from '../../../core/http/message';
import { LARGEST_BODY, LoopbackServer, type RequestHandler } from '../../../core/http/server';
import type { EdgeDistribution } from '../model/distribution';
import { type Fields, field, only } from '../request/fields';
import { parseCookies, parseQuery, type ViewerRequest } from '../request/viewer-request';
import type { EdgeResponse } from '../response/edge-response';
import { ownPage } from '../response/own-pages';

/** Node's own limit on headers stands above CloudFront's, so that CloudFront's is the one that is seen. */
const LARGEST_HEADERS = 64 * 1024;

/** The edge, as the port needs it. */
export interface ViewerSide {
  /** The distribution of a host name; undefined where there is none. */
  find(host: string): EdgeDistribution | undefined;
  handle(
    distribution: EdgeDistribution,
    request: ViewerRequest,
    requestId: string,
    traceId: string,
  ): Promise<EdgeResponse>;
  log(line: string): void;
}

/**
 * The port for browsers, on the loopback interface only. It uses plain HTTP in place of HTTPS: every request counts as
 * encrypted, so `redirect-to-https` and `https-only` have no effect.
 */
export class ViewerServer {
  private constructor(private readonly server: LoopbackServer) {}

  /** @param port 0 for any free one @throws UserError where the port is taken */
  static async listen(port: number, edge: ViewerSide): Promise<ViewerServer> {
    const handler: RequestHandler = {
      answer: async (incoming, body) => onWire(await answer(incoming, body, edge)),
      failed: (error, { method, url }) => {
        edge.log(`${method} ${url} failed: ${error instanceof Error ? error.stack : String(error)}`);
        return onWire(ownPage(500, 'The local edge failed; its log says why.', ''));
      },
    };
    // The date is of the cloud's clock, not of this process.
    const options = { maxHeaderSize: LARGEST_HEADERS, ownDate: true };
    return new ViewerServer(await LoopbackServer.listen(port, handler, options));
  }

  get url(): string {
    return this.server.url;
  }

  /** Accepts no more requests and waits for the pending ones. */
  close(): Promise<void> {
    return this.server.close();
  }
}

async function answer(
  incoming: IncomingMessage,
  body: Buffer | undefined,
  edge: ViewerSide,
): Promise<EdgeResponse> {
  const requestId = `${randomBytes(40).toString('base64url')}==`;
  if (!body) return ownPage(413, `The body has more than ${LARGEST_BODY} bytes.`, requestId);
  const host = incoming.headers.host ?? '';
  const distribution = edge.find(host);
  if (!distribution) return ownPage(403, `There is no distribution for ${host}.`, requestId);
  const request = viewerRequest(incoming, body, distribution);
  return edge.handle(distribution, request, requestId, randomUUID());
}

function viewerRequest(
  incoming: IncomingMessage,
  body: Buffer,
  distribution: EdgeDistribution,
): ViewerRequest {
  const { path, query } = splitTarget(incoming.url);
  const { remoteAddress = '127.0.0.1', remotePort = 0 } = incoming.socket;
  const fields: Fields = new Map(
    Object.entries(incoming.headersDistinct).map(([name, values]) => [name, values ?? []] as const),
  );
  // On this machine every viewer has the same address and country: tests say them with CloudFront's own headers.
  const said = addressIn(field(fields, 'cloudfront-viewer-address') ?? '');
  const country = field(fields, 'cloudfront-viewer-country')?.toUpperCase();
  return {
    method: incoming.method ?? 'GET',
    uri: path,
    query: parseQuery(query),
    fields: ownHost(withoutViewersOwn(fields, incoming.httpVersion), distribution),
    cookies: parseCookies(fields.get('cookie') ?? []),
    body,
    viewer: {
      ip: said ?? remoteAddress.replace(/^::ffff:/, ''),
      port: remotePort,
      httpVersion: incoming.httpVersion,
      country: country && /^[A-Z]{2}$/.test(country) ? country : undefined,
    },
  };
}

/** The address of `198.51.100.10:46532`, or of `[2001:db8::1]:46532`, with a port or without. */
function addressIn(text: string): string | undefined {
  const address = isIP(text) > 0 ? text : text.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return isIP(address) > 0 ? address : undefined;
}

/** Viewers cannot set `CloudFront-*`. With HTTP 1.0 nothing is compressed. */
function withoutViewersOwn(fields: Fields, httpVersion: string): Fields {
  return only(fields, (name) => {
    if (name === 'cookie' || name.startsWith('cloudfront-')) return false;
    return name !== 'accept-encoding' || httpVersion !== '1.0';
  });
}

/**
 * This machine's address counts as the distribution's alias, where it has one, so that a function that redirects to
 * the domain does not redirect here. Without an alias functions see the host that the viewer used.
 */
function ownHost(fields: Fields, { aliases: [alias] }: EdgeDistribution): Fields {
  return alias !== undefined && isLoopback(field(fields, 'host'))
    ? new Map([...fields, ['host', [alias]]])
    : fields;
}

function onWire({ statusCode, statusText, fields, body }: EdgeResponse): HttpResponse {
  const headers = Object.fromEntries(
    [...fields].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : [...values]]),
  );
  return { statusCode, statusText, headers, body };
}
