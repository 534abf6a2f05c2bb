import { randomUUID } from 'node:crypto';
import { type RawData, WebSocket } from 'ws';
import type { Alarm } from '../../../core/clock';
import { AwsError } from '../../../core/errors';
import type { Json, JsonObject } from '../../../core/json';
import type { Cloud } from '../../../core/service';
import type { Identify } from '../../../core/web-sockets';
import { callerOf } from '../caller';
import type { GraphqlApi } from '../graphql-api';
import { SUBSCRIBE } from '../http-protocol';
import { graphqlRequest } from '../request';
import { TransportError } from '../wire-error';
import {
  type ClientMessage,
  CONNECTION_ACK,
  complete,
  data,
  failure,
  KEEP_ALIVE,
  type ProtocolError,
  parseMessage,
  type StartPayload,
  startAck,
  startPayload,
} from './messages';
import type { MutationEvent } from './mutation-events';
import { type Subscription, subscription } from './subscription';

/** Of a message in either direction: https://docs.aws.amazon.com/general/latest/gr/appsync.html */
export const LARGEST_MESSAGE = 240 * 1024;
/** https://docs.aws.amazon.com/general/latest/gr/appsync.html */
const MOST_SUBSCRIPTIONS = 100;
const KEEP_ALIVE_EVERY_MS = 60_000;
/** AppSync ends every connection after a day. */
const LONGEST_CONNECTION_MS = 24 * 3_600_000;
/** Bytes that may wait for a client that does not read; with more, the client is disconnected. */
const MOST_UNREAD = 1024 * 1024;

const UNKNOWN_MESSAGE: ProtocolError = {
  errorType: 'UnsupportedOperation',
  message: 'unknown not supported through the realtime channel',
};
const WITHOUT_ID: ProtocolError = {
  errorType: 'BadRequestException',
  message: 'A subscription needs an id.',
};

/** An accepted client: its subscriptions, and the messages to it. */
export class Connection {
  /** By the client's ids; `starting` until the subscription was accepted. */
  private readonly subscriptions = new Map<string, Subscription | 'starting'>();
  private readonly openedAt: number;
  private keepAlive: Alarm;

  constructor(
    private readonly socket: WebSocket,
    private readonly api: GraphqlApi,
    private readonly identify: Identify,
    private readonly cloud: Cloud,
  ) {
    this.openedAt = cloud.clock.now();
    this.keepAlive = this.keepAliveAlarm();
    socket.on('message', (message) => this.receive(message));
    socket.on('close', () => {
      this.keepAlive.cancel();
      this.subscriptions.clear();
    });
  }

  /** Delivers what a mutation of `api` published to those subscriptions that want it. */
  offer(api: GraphqlApi, event: MutationEvent): void {
    if (api !== this.api) return;
    for (const [id, one] of this.subscriptions) {
      const payload = one === 'starting' ? undefined : one.payloadOf(event);
      if (payload) this.deliver(id, payload);
    }
  }

  private receive(raw: RawData): void {
    const message = parseMessage(String(raw));
    switch (message?.type) {
      case 'connection_init':
        this.send(CONNECTION_ACK);
        this.send(KEEP_ALIVE);
        break;
      case 'start':
        if (message.id === undefined) this.refuse(undefined, [WITHOUT_ID]);
        else void this.start(message.id, startPayload(message));
        break;
      case 'stop':
        this.stop(message);
        break;
      default:
        this.refuse(message?.id, [UNKNOWN_MESSAGE]);
    }
  }

  private async start(id: string, payload: StartPayload): Promise<void> {
    const inTheWay = this.obstacle(id);
    if (inTheWay) {
      this.refuse(id, [inTheWay]);
      return;
    }
    this.subscriptions.set(id, 'starting');
    const accepted = await this.accept(payload).catch((error: unknown) => [errorOf(error)]);
    // The client may have stopped it, or disconnected, in the meantime.
    if (this.subscriptions.get(id) !== 'starting') return;
    if (Array.isArray(accepted)) {
      this.subscriptions.delete(id);
      this.refuse(id, accepted);
    } else {
      this.subscriptions.set(id, accepted);
      this.send(startAck(id));
    }
  }

  private obstacle(id: string): ProtocolError | undefined {
    if (this.subscriptions.has(id)) {
      return { errorType: 'DuplicatedOperationError', message: `Duplicated operation id ${id}` };
    }
    if (this.subscriptions.size < MOST_SUBSCRIPTIONS) return undefined;
    const message = `Max number of ${MOST_SUBSCRIPTIONS} subscriptions reached`;
    return { errorType: 'MaxSubscriptionsReachedError', message };
  }

  /** Calls the API through the gateway, so that IAM decides. Gives the subscription, or the errors. */
  private async accept({ body, headers }: StartPayload): Promise<Subscription | ProtocolError[]> {
    const principal = this.identify(headers);
    const caller = callerOf(this.api, principal, headers, this.cloud);
    const input = { body, headers: { ...headers }, apiId: this.api.settings.id };
    const call = { service: 'appsync', action: SUBSCRIBE, input, principal, traceId: randomUUID() };
    const { errors } = (await this.cloud.call(call)) as { errors: JsonObject[] };
    if (errors.length > 0) return errors.map(protocolError);
    return subscription(this.api, graphqlRequest(body), caller);
  }

  private stop({ id }: ClientMessage): void {
    if (id !== undefined && this.subscriptions.delete(id)) this.send(complete(id));
    else this.refuse(id, [{ errorType: 'UnknownOperationError', message: `Unknown operation id ${id}` }]);
  }

  private refuse(id: string | undefined, errors: readonly ProtocolError[]): void {
    this.send(failure(id, errors));
  }

  private deliver(id: string, payload: Json): void {
    const text = JSON.stringify(data(id, payload));
    const size = Buffer.byteLength(text);
    if (size <= LARGEST_MESSAGE) this.sendText(text);
    // AppSync drops it silently: aws/aws-appsync-community#33.
    else this.log(`A message of ${size} bytes is not delivered; AppSync takes ${LARGEST_MESSAGE}.`);
  }

  private send(message: JsonObject): void {
    this.sendText(JSON.stringify(message));
  }

  private sendText(text: string): void {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    if (this.socket.bufferedAmount <= MOST_UNREAD) {
      this.socket.send(text);
    } else {
      this.log('A subscriber that does not read is dropped.');
      this.socket.terminate();
    }
  }

  private keepAliveAlarm(): Alarm {
    const { clock } = this.cloud;
    return clock.alarm(clock.now() + KEEP_ALIVE_EVERY_MS, () => {
      if (clock.now() - this.openedAt >= LONGEST_CONNECTION_MS) {
        this.socket.close(1001, 'A day is over');
      } else {
        this.send(KEEP_ALIVE);
        this.keepAlive = this.keepAliveAlarm();
      }
    });
  }

  private log(message: string): void {
    this.cloud.log('appsync', message);
  }
}

function errorOf(error: unknown): ProtocolError {
  if (error instanceof TransportError) return { errorType: error.errorType, message: error.message };
  // A bug of the local cloud: the gateway has logged it.
  if (!(error instanceof AwsError))
    return { errorType: 'InternalFailure', message: 'The local cloud failed.' };
  return error.code.startsWith('AccessDenied')
    ? { errorType: 'UnauthorizedException', message: 'Permission denied' }
    : { errorType: error.code, message: error.message };
}

/** Of each error, this protocol sends type and message only: aws-amplify/amplify-js#12679. */
function protocolError({ errorType, message }: JsonObject): ProtocolError {
  return { ...(typeof errorType === 'string' && { errorType }), message: String(message) };
}
