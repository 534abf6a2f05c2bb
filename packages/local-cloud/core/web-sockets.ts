import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { HttpRequest } from './http/message';
import type { Principal } from './principals';

/** A connection that asks to become a WebSocket. */
export interface WebSocketRequest {
  /** Without a body. */
  readonly request: HttpRequest;
  readonly incoming: IncomingMessage;
  readonly socket: Duplex;
  /** What the client has already sent in the new protocol. */
  readonly head: Buffer;
}

/** Who makes a request, by the access key in its headers. @throws AwsError where the credentials have expired */
export type Identify = (headers: Readonly<Record<string, string>>) => Principal;

/** The WebSockets of a service, on the gateway's port. */
export interface WebSocketEndpoint {
  /** True where it took the connection, and answers for it from then on. */
  accept(request: WebSocketRequest, identify: Identify): boolean;
  /** Ends the connections that it took. */
  close(): Promise<void>;
}
