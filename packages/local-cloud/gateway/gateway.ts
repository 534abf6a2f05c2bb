import { randomUUID } from 'node:crypto';
import { AwsError } from '../core/errors';
import type { HttpRequest, HttpResponse } from '../core/http/message';
import type { Json, JsonObject } from '../core/json';
import type { Principal } from '../core/principals';
import type { OutgoingCall, Service, ServiceCall } from '../core/service';
import type { Traces } from './traces';

/** Lets a call to a service in. Throws the AwsError that the caller gets if not. */
export type Authorize = (service: Service, call: ServiceCall) => void;

/**
 * Every call between services passes here, from outside and from inside alike: authorization and tracing happen
 * once, in this class.
 */
export class Gateway {
  private readonly services = new Map<string, Service>();

  constructor(
    private readonly authorize: Authorize,
    private readonly traces: Traces,
  ) {}

  add(service: Service): void {
    this.services.set(service.name, service);
  }

  /** The names of the services that run here. */
  get serviceNames(): readonly string[] {
    return [...this.services.keys()];
  }

  /** A call from inside the cloud. */
  call({ service: name, action, input, principal, traceId }: OutgoingCall): Promise<Json> {
    const service = this.services.get(name);
    if (!service) throw new AwsError('UnknownServiceException', `The service ${name} is not run locally.`);
    return this.pass(service, { action, input, principal, traceId, requestId: randomUUID() });
  }

  /** An HTTP request for any of the services, as AWS's clients send it. */
  async send(request: HttpRequest, principal: Principal, traceId: string): Promise<HttpResponse> {
    const requestId = randomUUID();
    const found = this.serviceFor(request);
    if (!found) return unknownRequest(request, requestId);
    const { service, action, input } = found;
    const call: ServiceCall = { action, input, principal, requestId, traceId };
    try {
      return service.protocol.render(await this.pass(service, call), call);
    } catch (error) {
      return service.protocol.renderError(asAwsError(error), requestId);
    }
  }

  private async pass(service: Service, call: ServiceCall): Promise<Json> {
    const end = this.traces.begin(service.name, call);
    try {
      this.authorize(service, call);
      const output = await service.handle(call);
      end({ output });
      return output;
    } catch (error) {
      end({ error });
      throw error;
    }
  }

  private serviceFor(
    request: HttpRequest,
  ): { service: Service; action: string; input: JsonObject } | undefined {
    for (const service of this.services.values()) {
      const parsed = service.protocol.parse(request);
      if (parsed) return { service, ...parsed };
    }
    return undefined;
  }
}

/** Anything but an AwsError is a bug of the local cloud: the client gets no details. */
function asAwsError(error: unknown): AwsError {
  return error instanceof AwsError
    ? error
    : new AwsError('InternalFailure', 'The local cloud failed; its log says why.', 500);
}

function unknownRequest({ method, path, headers }: HttpRequest, requestId: string): HttpResponse {
  const what = headers['x-amz-target'] ?? `${method} ${path}`;
  const message = `No service of this stack answers ${what}: it is not run locally.`;
  return {
    statusCode: 404,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      'x-amzn-errortype': 'UnknownOperationException',
    },
    body: JSON.stringify({ __type: 'UnknownOperationException', message }),
  };
}
