import { type ClientOptions, WebSocket } from 'ws';
import type { Json, JsonObject } from '../core/json';

/** How a client presents itself. */
export interface Hello {
  readonly path?: string;
  readonly protocols?: string[];
  readonly headers?: Record<string, string>;
}

/** A bare WebSocket: what it is told, in order. */
export class Subscriber {
  readonly closed: Promise<number>;
  private readonly told: JsonObject[] = [];
  private waiting: ((message: JsonObject) => void) | undefined;

  private constructor(readonly socket: WebSocket) {
    this.closed = new Promise((resolve) => socket.on('close', resolve));
    // A connection cut off by the server is what some tests are about.
    socket.on('error', () => undefined);
    socket.on('message', (data) => this.hear(JSON.parse(String(data)) as JsonObject));
  }

  /** Connects to the realtime endpoint of this URL. Rejects where the server refuses. */
  static async open(
    url: string,
    { path = '/graphql', protocols = ['graphql-ws'], headers = {} }: Hello,
  ): Promise<Subscriber> {
    const options: ClientOptions = { headers };
    const subscriber = new Subscriber(new WebSocket(url.replace('http', 'ws') + path, protocols, options));
    await new Promise<void>((resolve, reject) => {
      subscriber.socket.once('open', resolve);
      subscriber.socket.once('error', reject);
    });
    return subscriber;
  }

  /** Sends a message. */
  say(message: JsonObject): void {
    this.socket.send(JSON.stringify(message));
  }

  /** The next message. */
  next(): Promise<JsonObject> {
    const first = this.told.shift();
    if (first) return Promise.resolve(first);
    return new Promise((resolve) => {
      this.waiting = resolve;
    });
  }

  /** Opens the protocol: sends `connection_init`, and takes `connection_ack` and the first keep-alive. */
  async initialize(): Promise<void> {
    this.say({ type: 'connection_init' });
    await this.next();
    await this.next();
  }

  /** Sends `start`; its answer is the next message. */
  start(id: string, authorization: JsonObject, query: string, variables: JsonObject = {}): void {
    const data = JSON.stringify({ query, variables });
    this.say({ id, type: 'start', payload: { data, extensions: { authorization } } });
  }

  /** Subscribes, and waits until the server has accepted it. Rejects where it answers anything else. */
  async started(id: string, authorization: JsonObject, query: string, variables?: JsonObject): Promise<void> {
    this.start(id, authorization, query, variables);
    const answer: Json = await this.next();
    if (answer['type'] !== 'start_ack') throw new Error(`${query} was refused: ${JSON.stringify(answer)}`);
  }

  /** Closes the connection and waits until it is closed. */
  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }

  private hear(message: JsonObject): void {
    const { waiting } = this;
    this.waiting = undefined;
    if (waiting) waiting(message);
    else this.told.push(message);
  }
}
