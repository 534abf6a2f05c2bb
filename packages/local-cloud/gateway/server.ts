import { randomUUID } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../core/http/message';
import { LoopbackServer } from '../core/http/server';
import { requestOf } from './http-request';
import { type UpgradeTaker, upgrade } from './upgrade';

export type Answer = (request: HttpRequest, traceId: string) => Promise<HttpResponse>;

/** The gateway's port. */
export class GatewayServer {
  private upgrades: UpgradeTaker | undefined;

  private constructor(private readonly server: LoopbackServer) {
    server.onUpgrade((incoming, socket, head, replay) =>
      upgrade({ request: requestOf(incoming), incoming, socket, head }, this.upgrades, replay),
    );
  }

  /**
   * @param port 0 for any free one
   * @param failed is told of what `answer` throws; the client gets a 500
   * @throws UserError where the port is taken
   */
  static async listen(
    port: number,
    answer: Answer,
    failed: (error: unknown) => void,
  ): Promise<GatewayServer> {
    const server = await LoopbackServer.listen(port, {
      answer: async (incoming, body) => {
        if (!body) return { statusCode: 413, headers: { connection: 'close' }, body: '' };
        const request = requestOf(incoming, body);
        return answer(request, traceIdOf(request));
      },
      failed: (error) => {
        failed(error);
        return { statusCode: 500, headers: {}, body: '' };
      },
    });
    return new GatewayServer(server);
  }

  get url(): string {
    return this.server.url;
  }

  /** Gives connections that ask for another protocol to `taker`; without one they are refused. */
  upgradeBy(taker: UpgradeTaker): void {
    this.upgrades = taker;
  }

  /** Takes no more requests, lets those under way finish, and closes idle and upgraded connections. */
  async close(): Promise<void> {
    await Promise.all([this.server.close(), this.upgrades?.close()]);
  }
}

/** The trace that the request is part of (X-Ray's header: `Root=…;Parent=…`), or a new one. */
function traceIdOf({ headers }: HttpRequest): string {
  return /Root=([^;]+)/.exec(headers['x-amzn-trace-id'] ?? '')?.[1] ?? randomUUID();
}
