import type { HttpResponse, Json, JsonObject, Principal } from '../../../core/service';
import { Gateway } from '../../../gateway/gateway';
import { Traces } from '../../../gateway/traces';
import { denial } from '../../../services/iam/denial';
import { FunctionsUnderTest } from './functions-under-test';
import { ROLE } from './stand-in-cloud';

export const DISTRIBUTION = 'arn:aws:cloudfront::123456789012:distribution/E1';

export const PUBLIC: Principal = { kind: 'public' };
export const DEVELOPER: Principal = { kind: 'developer' };
export const BOOKING: Principal = { kind: 'role', roleArn: ROLE, sessionName: 'session' };
export const EDGE: Principal = {
  kind: 'service',
  service: 'cloudfront.amazonaws.com',
  sourceArn: DISTRIBUTION,
};

export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer | string;
}

/** A function with a URL behind the real gateway; of roles, identity policies allow what `identity` lists. */
export class UrlUnderTest {
  readonly functions = new FunctionsUnderTest();
  readonly identity: string[] = [];
  urlId = '';
  private readonly gateway: Gateway;

  constructor() {
    const { cloud, service } = this.functions;
    const authorize = (principal: Principal, permission: { action: string; resource: string }): void => {
      if (principal.kind === 'developer' || this.identity.includes(permission.action)) return;
      throw denial('arn:aws:sts::1:assumed-role/booking/s', permission, 'implicit deny', 'identity-based');
    };
    this.gateway = new Gateway(authorize, new Traces(cloud.clock, cloud.log));
    this.gateway.add(service);
  }

  get host(): string {
    return `${this.urlId}.lambda-url.eu-central-1.on.aws`;
  }

  async add(source: string, authorization: 'NONE' | 'AWS_IAM', config: JsonObject = {}): Promise<void> {
    await this.functions.add('catalog', source, config);
    const url = await this.functions.provision('aws_lambda_function_url', {
      function_name: 'catalog',
      authorization_type: authorization,
    });
    this.urlId = String(url['url_id']);
  }

  async permit(...permissions: JsonObject[]): Promise<void> {
    for (const permission of permissions) {
      await this.functions.provision('aws_lambda_permission', { function_name: 'catalog', ...permission });
    }
  }

  /** Both permissions for everybody. */
  async open(): Promise<void> {
    await this.permit(
      { principal: '*', action: 'lambda:InvokeFunctionUrl', function_url_auth_type: 'NONE' },
      { principal: '*', action: 'lambda:InvokeFunction' },
    );
  }

  send(principal: Principal, sent: Sent = {}): Promise<HttpResponse> {
    const request = {
      method: sent.method ?? 'GET',
      path: sent.path ?? '/',
      query: new URLSearchParams(sent.query),
      headers: { host: this.host, ...sent.headers },
      body: Buffer.from(sent.body ?? ''),
    };
    return this.gateway.send(request, principal, 'trace-1');
  }

  /** What the function answered, of a function that answers its event. */
  async event(principal: Principal, sent: Sent = {}): Promise<JsonObject> {
    const { statusCode, body } = await this.send(principal, sent);
    if (statusCode !== 200) throw new Error(`${statusCode}: ${body}`);
    return JSON.parse(String(body)) as { [key: string]: Json };
  }
}
