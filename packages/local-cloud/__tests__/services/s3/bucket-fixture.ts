import { Clock } from '../../../core/clock';
import { AwsError } from '../../../core/errors';
import type { HttpResponse } from '../../../core/http/message';
import type { Json, JsonObject } from '../../../core/json';
import { parsePolicy } from '../../../core/policy/parse';
import type { Permission, Principal } from '../../../core/principals';
import type { Attributes, Cloud, Service, ServiceCall } from '../../../core/service';
import { authorizeCall } from '../../../gateway/authorization';
import { AccessControl } from '../../../services/iam/access-control';
import { s3 } from '../../../services/s3/s3';

export const DISTRIBUTION = 'arn:aws:cloudfront::123456789012:distribution/E1';
export const developer: Principal = { kind: 'developer' };
export const everybody: Principal = { kind: 'public' };
export const edge: Principal = {
  kind: 'service',
  service: 'cloudfront.amazonaws.com',
  sourceArn: DISTRIBUTION,
};

export interface Sent {
  readonly method?: string;
  readonly host?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  readonly principal?: Principal;
}

/** The role of an identity policy that lets it do everything with S3. */
export const catalog: Principal = {
  kind: 'role',
  roleArn: 'arn:aws:iam::123456789012:role/catalog',
  sessionName: 's',
};

/** The role without a policy. */
export const stranger: Principal = { ...catalog, roleArn: 'arn:aws:iam::123456789012:role/stranger' };

/** S3 with the bucket `web`, and what the gateway does around it. */
export class TestBuckets {
  readonly clock = new Clock();
  readonly service: Service;
  readonly asked: Permission[] = [];
  private readonly access: AccessControl;

  constructor(artifactDirectory = '') {
    const cloud: Cloud = {
      region: 'eu-central-1',
      accountId: '123456789012',
      clock: this.clock,
      artifactDirectory,
      dataDirectory: () => undefined,
      endpoint: () => '',
      emit: () => undefined,
      allows: (principal, permission) => this.access.allows(principal, permission),
      call: async (): Promise<Json> => null,
      send: async () => ({ statusCode: 404, headers: {}, body: '' }),
      assumeRole: () => {
        throw new AwsError('AccessDenied', 'S3 assumes no role.');
      },
      log: () => {},
    };
    this.service = s3(cloud);
    this.access = new AccessControl({ ...cloud, log: () => {} });
    for (const [name, actions] of [
      ['catalog', ['s3:*']],
      ['stranger', []],
    ] as const) {
      const Statement = actions.map((Action) => ({ Effect: 'Allow', Action, Resource: '*' }));
      const statements = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement }), 'identity');
      this.access.roles.add({
        address: `aws_iam_role.${name}`,
        arn: `arn:aws:iam::123456789012:role/${name}`,
        name,
        trust: [],
        policies: [{ address: `aws_iam_role_policy.${name}`, statements }],
      });
    }
  }

  make(type: string, name: string, config: JsonObject): Promise<Attributes> {
    return this.service.provision({ type, name, address: `${type}.${name}`, config });
  }

  bucket(name = 'web'): Promise<Attributes> {
    return this.make('aws_s3_bucket', name, { bucket: name });
  }

  object(key: string, content: string, more: JsonObject = {}): Promise<Attributes> {
    return this.make('aws_s3_object', key, { bucket: 'web', key, content, ...more });
  }

  policy(...statements: JsonObject[]): Promise<Attributes> {
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    return this.make('aws_s3_bucket_policy', 'web', { bucket: 'web', policy });
  }

  /** Undefined where the request is not S3's. */
  async send(sent: Sent): Promise<(HttpResponse & { readonly text: string }) | undefined> {
    const { method = 'GET', host = 'web.s3.eu-central-1.amazonaws.com', path = '/', query = '' } = sent;
    const { headers = {}, body = '', principal = developer } = sent;
    const { protocol } = this.service;
    const parsed = protocol.parse({
      method,
      path,
      query: new URLSearchParams(query),
      headers: { host, ...headers },
      body: Buffer.from(body),
    });
    if (!parsed) return undefined;
    const call = { ...parsed, principal, requestId: 'request', traceId: 'trace' };
    const answered = await this.answer(call).then(
      (output) => protocol.render(output, call),
      (error: AwsError) => protocol.renderError(error, 'request'),
    );
    return { ...answered, text: answered.body.toString() };
  }

  private async answer(call: ServiceCall): Promise<Json> {
    this.asked.push(...this.service.permissions(call).map(({ action, resource }) => ({ action, resource })));
    authorizeCall(this.service, call, this.access);
    return this.service.handle(call);
  }
}
