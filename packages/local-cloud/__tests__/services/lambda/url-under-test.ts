import type { HttpResponse } from '../../../core/http/message';
import type { Json, JsonObject } from '../../../core/json';
import { parsePolicy } from '../../../core/policy/parse';
import type { AccessPolicy } from '../../../core/policy/statement';
import type { Principal } from '../../../core/principals';
import { authorizeCall } from '../../../gateway/authorization';
import { Gateway } from '../../../gateway/gateway';
import { Traces } from '../../../gateway/traces';
import { AccessControl } from '../../../services/iam/access-control';
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
    const { region, accountId, clock, log } = cloud;
    const access = new AccessControl({ region, accountId, clock, log });
    const policies: AccessPolicy[] = [];
    access.roles.add({ address: 'aws_iam_role.booking', arn: ROLE, name: 'booking', trust: [], policies });
    this.gateway = new Gateway((called, call) => {
      policies.splice(0, 1, policyOf(this.identity));
      authorizeCall(called, call, access);
    }, new Traces(clock, log));
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

function policyOf(actions: readonly string[]): AccessPolicy {
  const Statement = actions.map((Action) => ({ Effect: 'Allow', Action, Resource: '*' }));
  const json = JSON.stringify({ Version: '2012-10-17', Statement });
  return { address: 'aws_iam_role_policy.booking', statements: parsePolicy(json, 'identity') };
}
