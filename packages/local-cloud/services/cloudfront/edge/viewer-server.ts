import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { close, listen, urlOf } from '../../../core/listener';
import type { EdgeDistribution } from '../model/distribution';
import { type Fields, field, only } from '../request/fields';
import { parseCookies, parseQuery, type ViewerRequest } from '../request/viewer-request';
import type { EdgeResponse } from '../response/edge-response';
import { ownPage } from '../response/own-pages';

/** The local cloud's gateway takes no more either. */
const LARGEST_BODY = 16 * 1024 * 1024;

/** Node's own limit on headers stands above CloudFront's, so that CloudFront's is the one that is seen. */
const LARGEST_HEADERS = 64 * 1024;

/** What viewers reach an edge by. */
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
 * The port that browsers open, on the loopback interface only. It speaks plain HTTP and stands for HTTPS: a
 * request that reached this machine counts as encrypted, so `redirect-to-https` and `https-only` have nothing to do.
 */
export class ViewerServer {
  private constructor(private readonly server: Server) {}

  /** @param port 0 for any free one @throws UserError where the port is taken */
  static async listen(port: number, edge: ViewerSide): Promise<ViewerServer> {
    const server = createServer({ maxHeaderSize: LARGEST_HEADERS }, (incoming, outgoing) => {
      answer(incoming, outgoing, edge).catch((error) => {
        edge.log(`${incoming.method} ${incoming.url} failed: ${String(error?.stack ?? error)}`);
        send(outgoing, ownPage(500, 'The local edge failed; its log says why.', ''));
      });
    });
    await listen(server, port);
    return new ViewerServer(server);
  }

  get url(): string {
    return urlOf(this.server);
  }

  /** Takes no more requests and lets those under way finish. */
  close(): Promise<void> {
    return close(this.server);
  }
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, edge: ViewerSide): Promise<void> {
  const requestId = `${randomBytes(40).toString('base64url')}==`;
  const body = await read(incoming);
  if (!body) return send(outgoing, ownPage(413, `The body has more than ${LARGEST_BODY} bytes.`, requestId));
  const host = incoming.headers.host ?? '';
  const distribution = edge.find(host);
  if (!distribution) return send(outgoing, ownPage(403, `There is no distribution for ${host}.`, requestId));
  const request = viewerRequest(incoming, body, distribution);
  send(outgoing, await edge.handle(distribution, request, requestId, randomUUID()));
}

async function read(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  return size > LARGEST_BODY ? undefined : Buffer.concat(chunks);
}

function viewerRequest(
  incoming: IncomingMessage,
  body: Buffer,
  distribution: EdgeDistribution,
): ViewerRequest {
  const target = incoming.url ?? '/';
  const queryAt = target.indexOf('?');
  const { remoteAddress = '127.0.0.1', remotePort = 0 } = incoming.socket;
  const fields: Fields = new Map(
    Object.entries(incoming.headersDistinct).map(([name, values]) => [name, values ?? []] as const),
  );
  const country = field(fields, 'cloudfront-viewer-country')?.toUpperCase();
  return {
    method: incoming.method ?? 'GET',
    uri: queryAt < 0 ? target : target.slice(0, queryAt),
    query: queryAt < 0 ? [] : parseQuery(target.slice(queryAt + 1)),
    fields: ownHost(withoutViewersOwn(fields, incoming.httpVersion), distribution),
    cookies: parseCookies(fields.get('cookie') ?? []),
    body,
    viewer: {
      ...{ ip: remoteAddress.replace(/^::ffff:/, ''), port: remotePort, httpVersion: incoming.httpVersion },
      // On this machine every viewer has the same address: a test says where it stands by a header.
      country: country && /^[A-Z]{2}$/.test(country) ? country : undefined,
    },
  };
}

/** A viewer cannot set `CloudFront-*`; one that speaks HTTP 1.0 gets nothing compressed. */
function withoutViewersOwn(fields: Fields, httpVersion: string): Fields {
  return only(fields, (name) => {
    if (name === 'cookie' || name.startsWith('cloudfront-')) return false;
    return name !== 'accept-encoding' || httpVersion !== '1.0';
  });
}

/**
 * This machine's address stands for the distribution's alias, where it has one: a function that sends viewers to
 * their domain has nothing to send away. Without an alias functions see the address that the viewer used.
 */
function ownHost(fields: Fields, { aliases: [alias] }: EdgeDistribution): Fields {
  return alias !== undefined && isLocal(field(fields, 'host') ?? '')
    ? new Map([...fields, ['host', [alias]]])
    : fields;
}

/** True for the loopback interface, by name or address, with or without a port. */
export function isLocal(host: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
}

function send(outgoing: ServerResponse, { statusCode, statusText, fields, body }: EdgeResponse): void {
  if (outgoing.headersSent) return void outgoing.destroy();
  // The date is of the cloud's clock, not of this process.
  outgoing.sendDate = false;
  const headers = Object.fromEntries(
    [...fields].map(([name, values]) => [name, values.length === 1 ? values[0] : [...values]]),
  );
  if (statusText) outgoing.writeHead(statusCode, statusText, headers);
  else outgoing.writeHead(statusCode, headers);
  outgoing.end(body);
}
