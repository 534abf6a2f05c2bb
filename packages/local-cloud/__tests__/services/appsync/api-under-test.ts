import { Clock } from '../../../core/clock';
import { AwsError } from '../../../core/errors';
import type { HttpRequest, HttpResponse } from '../../../core/http/message';
import type { Json, JsonObject } from '../../../core/json';
import type { Permission, Principal } from '../../../core/principals';
import type { Attributes, Cloud, OutgoingCall, ServiceCall } from '../../../core/service';
import { type AppSync, appSync } from '../../../services/appsync/appsync';

export const FUNCTION_ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:booking';
export const SOURCE_ROLE = 'arn:aws:iam::123456789012:role/api-booking';
export const PUBLIC: Principal = { kind: 'public' };
export const DEVELOPER: Principal = { kind: 'developer' };
export const STAFF: Principal = {
  kind: 'role',
  roleArn: 'arn:aws:iam::123456789012:role/staff',
  sessionName: 'anna',
};

/** What the resolvers' function answers to an event; throwing an AwsError is Lambda refusing the call. */
export type Answer = (event: JsonObject) => Json | Promise<Json>;

/** An answer that says that the function failed. */
export class FunctionFailed {
  constructor(readonly payload: JsonObject) {}
}

export interface Reply {
  readonly status: number;
  readonly headers: HttpResponse['headers'];
  readonly body: JsonObject;
}

/** AppSync with one API whose root fields are all answered by one function. */
export class ApiUnderTest {
  readonly clock = new Clock();
  readonly calls: OutgoingCall[] = [];
  readonly lines: string[] = [];
  readonly service: AppSync;
  /** The resources that IAM denies to every signed caller. */
  readonly denied = new Set<string>();
  answer: (event: Json) => unknown = () => null;
  id = '';
  key = '';

  constructor() {
    this.service = appSync(this.cloud());
  }

  static async start(schema: string, config: JsonObject = {}, fields: string[] = []): Promise<ApiUnderTest> {
    const api = new ApiUnderTest();
    await api.addApi(schema, config);
    await api.addSource();
    for (const name of fields) {
      const [type = '', field = '', batch] = name.split(/[. ]/);
      await api.addResolver(type, field, batch ? { max_batch_size: Number(batch) } : {});
    }
    return api;
  }

  async addApi(schema: string, config: JsonObject = {}): Promise<Attributes> {
    const attributes = await this.provision('aws_appsync_graphql_api', {
      name: 'shop-test-api',
      schema,
      authentication_type: 'AWS_IAM',
      additional_authentication_provider: [{ authentication_type: 'API_KEY' }],
      ...config,
    });
    this.id = String(attributes['id']);
    const { key } = await this.provision('aws_appsync_api_key', { api_id: this.id });
    this.key = String(key);
    return attributes;
  }

  addSource(config: JsonObject = {}): Promise<Attributes> {
    return this.provision('aws_appsync_datasource', {
      api_id: this.id,
      name: 'booking',
      type: 'AWS_LAMBDA',
      lambda_config: [{ function_arn: FUNCTION_ARN }],
      service_role_arn: SOURCE_ROLE,
      ...config,
    });
  }

  addResolver(type: string, field: string, config: JsonObject = {}): Promise<Attributes> {
    return this.provision('aws_appsync_resolver', {
      api_id: this.id,
      type,
      field,
      data_source: 'booking',
      kind: 'UNIT',
      ...config,
    });
  }

  provision(type: string, config: JsonObject): Promise<Attributes> {
    return this.service.provision({ type, name: 'it', address: `${type}.it`, config });
  }

  /** Sends a query as a client with the API key does. */
  query(query: string, variables: JsonObject = {}): Promise<Reply> {
    return this.post({ query, variables }, { 'x-api-key': this.key }, PUBLIC);
  }

  /** Sends a query as a signed request does. */
  queryAs(principal: Principal, query: string): Promise<Reply> {
    return this.post({ query }, {}, principal);
  }

  post(body: Json, headers: Record<string, string>, principal: Principal, path = '/graphql'): Promise<Reply> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const request = { method: 'POST', path, query: new URLSearchParams(), headers, body: Buffer.from(text) };
    return this.send(request, principal);
  }

  get(query: Record<string, string>, headers: Record<string, string>, principal: Principal): Promise<Reply> {
    const parameters = new URLSearchParams(query);
    const request = { method: 'GET', path: '/graphql', query: parameters, headers, body: Buffer.alloc(0) };
    return this.send(request, principal);
  }

  permissions(query: string, principal: Principal): Permission[] {
    const body = Buffer.from(JSON.stringify({ query }));
    const request = { method: 'POST', path: '/graphql', query: new URLSearchParams(), headers: {}, body };
    return this.service.permissions(this.callOf(request, principal));
  }

  /** The event of the only call of the function. */
  get event(): JsonObject {
    expect(this.calls).toHaveLength(1);
    return JSON.parse(String(this.calls[0]?.input['Payload'])) as JsonObject;
  }

  async stop(): Promise<void> {
    await this.service.stop();
    this.clock.stop();
  }

  private async send(request: HttpRequest, principal: Principal): Promise<Reply> {
    const call = this.callOf(request, principal);
    const response: HttpResponse = this.service.protocol.render(await this.service.handle(call), call);
    return {
      status: response.statusCode,
      headers: response.headers,
      body: JSON.parse(String(response.body)) as JsonObject,
    };
  }

  private callOf(request: HttpRequest, principal: Principal): ServiceCall {
    const parsed = this.service.protocol.parse(request);
    if (!parsed) throw new Error(`${request.path} is not for AppSync.`);
    return { ...parsed, principal, requestId: 'request-1', traceId: 'trace-1' };
  }

  private cloud(): Cloud {
    return {
      region: 'eu-central-1',
      accountId: '123456789012',
      clock: this.clock,
      artifactDirectory: '.',
      dataDirectory: () => undefined,
      endpoint: () => 'http://127.0.0.1:4566',
      call: (call) => (call.service === 'appsync' ? this.callItself(call) : this.invoke(call)),
      send: () => Promise.reject(new Error('AppSync sends no request.')),
      emit: () => undefined,
      allows: () => true,
      assumeRole: (roleArn, servicePrincipal) => {
        if (servicePrincipal !== 'appsync.amazonaws.com') throw new AwsError('AccessDenied', 'No.', 403);
        const credentials = { accessKeyId: 'ASIA', secretAccessKey: 's', sessionToken: 't' };
        return { principal: { kind: 'role', roleArn, sessionName: 'appsync' }, credentials };
      },
      log: (service, message) => void this.lines.push(`${service}: ${message}`),
    };
  }

  /** As the gateway passes a call on: what IAM has to allow first. */
  private async callItself(call: OutgoingCall): Promise<Json> {
    const received = { ...call, requestId: 'request-1' };
    for (const { resource } of this.service.permissions(received))
      if (this.denied.has(resource)) throw new AwsError('AccessDeniedException', 'User: … is not authorized');
    return this.service.handle(received);
  }

  private async invoke(call: OutgoingCall): Promise<Json> {
    this.calls.push(call);
    const result = await this.answer(JSON.parse(String(call.input['Payload'])) as Json);
    const told = { StatusCode: 200, ExecutedVersion: '$LATEST' };
    if (result instanceof FunctionFailed)
      return { ...told, FunctionError: 'Unhandled', Payload: JSON.stringify(result.payload) };
    return { ...told, Payload: JSON.stringify(result ?? null) };
  }
}
