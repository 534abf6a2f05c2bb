import { type Json, type JsonObject, objectOf, parseObject, stringOf } from '../../../core/json';

/** A client's message: https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html */
export interface ClientMessage {
  readonly type: string;
  readonly id: string | undefined;
  readonly payload: JsonObject;
}

/** The payload of `start`. */
export interface StartPayload {
  /** The JSON text of `{query, variables}`, as the body of a POST would be. */
  readonly body: string;
  /** The authorization of this one subscription, as the headers of a POST would be: lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

/** How long a client may wait for `ka`, as AppSync tells every connection. */
const CONNECTION_TIMEOUT_MS = 300_000;

/** An error as the realtime protocol has it. */
export type ProtocolError = {
  errorType?: string;
  message: string;
  /** Of the handshake only. */
  errorCode?: number;
};

export const CONNECTION_ACK: JsonObject = {
  type: 'connection_ack',
  payload: { connectionTimeoutMs: CONNECTION_TIMEOUT_MS },
};
export const KEEP_ALIVE: JsonObject = { type: 'ka' };

export function connectionError(error: ProtocolError): JsonObject {
  return { type: 'connection_error', payload: { errors: [error] } };
}

export function startAck(id: string): JsonObject {
  return { type: 'start_ack', id };
}

export function complete(id: string): JsonObject {
  return { type: 'complete', id };
}

export function data(id: string, payload: Json): JsonObject {
  return { type: 'data', id, payload };
}

/** @param id undefined where the message that it answers had none */
export function failure(id: string | undefined, errors: readonly ProtocolError[]): JsonObject {
  return { ...(id !== undefined && { id }), type: 'error', payload: { errors: [...errors] } };
}

/** The message; undefined for a text that is not a message of the protocol. */
export function parseMessage(text: string): ClientMessage | undefined {
  const value = parseObject(text);
  const { type, id, payload } = value ?? {};
  if (typeof type !== 'string') return undefined;
  return { type, id: stringOf(id), payload: objectOf(payload) };
}

export function startPayload({ payload }: ClientMessage): StartPayload {
  const { data: body, extensions } = payload;
  const authorization = objectOf(extensions)['authorization'];
  return { body: stringOf(body) ?? '', headers: headersIn(authorization) };
}

/** The headers in an authorization object, their names in lower case. */
export function headersIn(authorization: Json | undefined): Record<string, string> {
  const entries = Object.entries(objectOf(authorization));
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts.map(([name, value]) => [name.toLowerCase(), value]));
}
