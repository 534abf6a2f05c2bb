import { SQSClient } from '@aws-sdk/client-sqs';
import { Clock } from '../../../core/clock';
import type { Json, JsonObject } from '../../../core/json';
import type { Principal } from '../../../core/principals';
import type { Attributes, Cloud, Service } from '../../../core/service';
import { authorizeCall } from '../../../gateway/authorization';
import { Gateway } from '../../../gateway/gateway';
import { GatewayServer } from '../../../gateway/server';
import { Traces } from '../../../gateway/traces';
import { AccessControl } from '../../../services/iam/access-control';
import { sqs } from '../../../services/sqs/sqs';

const ACCOUNT = '000000000000';

/** The SQS service behind a gateway, and the SDK's client for it. */
export class QueuesUnderTest {
  private constructor(
    readonly service: Service,
    readonly clock: Clock,
    readonly client: SQSClient,
    private readonly server: GatewayServer,
    /** What the service wrote to the local log. */
    readonly log: readonly string[],
    readonly access: AccessControl,
    private readonly gateway: Gateway,
  ) {}

  static async open(directory?: string): Promise<QueuesUnderTest> {
    const clock = new Clock();
    const log: string[] = [];
    const access = new AccessControl({
      accountId: ACCOUNT,
      region: 'eu-central-1',
      clock,
      log: (service, message) => log.push(`${service}: ${message}`),
    });
    const gateway = new Gateway(
      (called, call) => authorizeCall(called, call, access),
      new Traces(clock, () => undefined),
    );
    const developer = { kind: 'developer' } as const;
    const server = await GatewayServer.listen(
      0,
      (request, traceId) => gateway.send(request, developer, traceId),
      (error) => {
        throw error;
      },
    );
    const service = sqs(standInCloud(clock, server.url, directory, log));
    gateway.add(service);
    // As a function is led to the gateway: by the environment, not by a setting of the client's.
    process.env['AWS_ENDPOINT_URL'] = server.url;
    const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
    const client = new SQSClient({ region: 'eu-central-1', credentials });
    return new QueuesUnderTest(service, clock, client, server, log, access, gateway);
  }

  /** Makes a queue; its URL and ARN are in the answer. */
  async add(name: string, config: JsonObject = {}): Promise<{ url: string; arn: string }> {
    const { url, arn } = await this.provision('aws_sqs_queue', { name, ...config });
    return { url: String(url), arn: String(arn) };
  }

  /** A call as somebody else. */
  call(principal: Principal, action: string, input: JsonObject): Promise<Json> {
    return this.gateway.call({ service: 'sqs', action, input, principal, traceId: 'trace' });
  }

  provision(type: string, config: JsonObject): Promise<Attributes> {
    return this.service.provision({ type, name: 'it', address: `${type}.it`, config });
  }

  async stop(): Promise<void> {
    delete process.env['AWS_ENDPOINT_URL'];
    this.client.destroy();
    const closed = this.server.close();
    await this.service.stop();
    await closed;
    this.clock.stop();
  }
}

function standInCloud(clock: Clock, url: string, directory: string | undefined, log: string[]): Cloud {
  return {
    region: 'eu-central-1',
    accountId: ACCOUNT,
    clock,
    artifactDirectory: '',
    dataDirectory: () => directory,
    endpoint: () => url,
    call: async ({ action }): Promise<Json> => {
      if (action !== 'GetCallerIdentity') throw new Error(`SQS does not call ${action}.`);
      return { UserId: 'AIDADEVELOPER' };
    },
    send: () => Promise.reject(new Error('SQS sends no request')),
    emit: () => undefined,
    allows: () => true,
    assumeRole: () => {
      throw new Error('SQS assumes no role');
    },
    log: (_, message) => void log.push(message),
  };
}
