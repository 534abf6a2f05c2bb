import { type WebSocket, WebSocketServer } from 'ws';
import { AwsError } from '../../../core/errors';
import type { HttpRequest } from '../../../core/http/message';
import type { JsonObject } from '../../../core/json';
import type { Cloud } from '../../../core/service';
import type { Identify, WebSocketEndpoint, WebSocketRequest } from '../../../core/web-sockets';
import { type ApiRegistry, apiIdIn } from '../api-registry';
import { callerOf } from '../caller';
import type { GraphqlApi } from '../graphql-api';
import type { GraphqlRequest } from '../request';
import { TransportError } from '../wire-error';
import { Connection, LARGEST_MESSAGE } from './connection';
import { authorizationOf, realtimePath, requireSubprotocol, SUBPROTOCOL } from './handshake';
import { connectionError, type ProtocolError } from './messages';
import { mutationEvents } from './mutation-events';

/** RFC 6455: the client broke a rule of the endpoint. AppSync's own code is nowhere recorded. */
const REFUSED = 1008;
const GOING_AWAY = 1001;
/** Some clients, aws-amplify on Node among them, miss a message that comes together with the handshake. */
const LISTENING_MS = 100;
/** How long a stop waits for a client to close its side. */
const FAREWELL_MS = 200;

/** An error of the local cloud itself, after which a client may retry. */
const FAULT: ProtocolError = {
  errorType: 'InternalFailure',
  message: 'The local cloud failed; its log says why.',
  errorCode: 500,
};

/**
 * AppSync's realtime endpoint: subscriptions over WebSockets.
 * https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html
 */
export class Realtime implements WebSocketEndpoint {
  private readonly server = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_MESSAGE,
    handleProtocols: chosenProtocol,
  });
  private readonly connections = new Set<Connection>();
  private closing = false;

  constructor(
    private readonly apis: ApiRegistry,
    private readonly cloud: Cloud,
  ) {}

  /** Takes the connection and answers true where it is for this endpoint. */
  accept({ request, incoming, socket, head }: WebSocketRequest, identify: Identify): boolean {
    if (this.closing || !realtimePath(request.path)) return false;
    this.server.handleUpgrade(incoming, socket, head, (client) => this.open(client, request, identify));
    return true;
  }

  /** Sends a mutation's answer to the subscribers. */
  publish(api: GraphqlApi, request: GraphqlRequest, answer: JsonObject): void {
    if (this.connections.size === 0) return;
    for (const event of mutationEvents(api.settings.schema, request, answer))
      for (const connection of this.connections) connection.offer(api, event);
  }

  /** Closes every connection; clients that do not answer soon are cut off. */
  async close(): Promise<void> {
    this.closing = true;
    await Promise.all([...this.server.clients].map(farewell));
  }

  private open(client: WebSocket, request: HttpRequest, identify: Identify): void {
    // A client that breaks the protocol or the connection: `close` follows.
    client.on('error', ({ message }) =>
      this.cloud.log('appsync', `A subscriber's connection broke: ${message}`),
    );
    try {
      const api = this.admitted(request, identify);
      const connection = new Connection(client, api, identify, this.cloud);
      this.connections.add(connection);
      client.on('close', () => this.connections.delete(connection));
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) this.cloud.log('appsync', `A subscriber could not be let in: ${String(error)}`);
      refuse(client, refusal ?? FAULT);
    }
  }

  /**
   * The API that the request is for; its caller is authorized.
   * @throws TransportError 400, 401 or 404; AwsError 403 where the caller's credentials have expired
   */
  private admitted(request: HttpRequest, identify: Identify): GraphqlApi {
    requireSubprotocol(request);
    const authorization = authorizationOf(request);
    const { host = '' } = request.headers;
    const named = apiIdIn(host) === undefined ? authorization : { ...authorization, host };
    const api = this.apis.find(realtimePath(request.path)?.apiId, named);
    if (!api) throw new TransportError(404, 'NotFoundException', this.apis.whichSentence());
    callerOf(api, identify(authorization), authorization, this.cloud);
    return api;
  }
}

/** A client that does not offer the protocol gets its own first choice, so that it can read the refusal. */
function chosenProtocol(offered: Set<string>): string | false {
  const [first] = offered;
  return offered.has(SUBPROTOCOL) ? SUBPROTOCOL : (first ?? false);
}

/** Closes with the answer to the client's first message, or after a moment without one. */
function refuse(client: WebSocket, error: ProtocolError): void {
  const tell = (): void => {
    clearTimeout(unasked);
    client.send(JSON.stringify(connectionError(error)));
    client.close(REFUSED);
  };
  const unasked = setTimeout(tell, LISTENING_MS);
  client.once('message', tell);
  client.once('close', () => clearTimeout(unasked));
}

function refusalOf(error: unknown): ProtocolError | undefined {
  if (error instanceof TransportError) {
    return { errorType: error.errorType, message: error.message, errorCode: error.statusCode };
  }
  if (!(error instanceof AwsError)) return undefined;
  return { errorType: error.code, message: error.message, errorCode: error.statusCode };
}

function farewell(client: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => client.terminate(), FAREWELL_MS);
    client.once('close', () => {
      clearTimeout(force);
      resolve();
    });
    client.close(GOING_AWAY, 'The API is stopping');
  });
}
