import { AwsError } from '../../../../core/errors';
import type { JsonObject } from '../../../../core/json';
import type { Principal } from '../../../../core/principals';
import { accessKeyOf } from '../../../../gateway/credential';
import { GatewayServer } from '../../../../gateway/server';
import { type Hello, Subscriber } from '../../../../testing/subscriber';
import { ApiUnderTest, PUBLIC, STAFF } from '../api-under-test';

/** The access key of STAFF, and one whose session has ended. */
export const STAFF_KEY = 'ASIASTAFF';
export const EXPIRED_KEY = 'ASIAEXPIRED';

export const SCHEMA = `
  type Query { nothing: String }
  type Mutation @aws_api_key @aws_iam {
    publish: Item!
    touch: Item
    unrelated: Item
  }
  type Subscription @aws_api_key @aws_iam {
    onItem(
      id: ID, size: Int, weight: Float, kind: Kind, note: String, ready: Boolean, tags: [String], named: String = "x"
    ): Item @aws_subscribe(mutations: ["publish", "touch"])
    all: Item @aws_subscribe(mutations: ["publish", "touch"])
    one(id: ID!): Item @aws_subscribe(mutations: ["publish"])
    onTouch: Item @aws_subscribe(mutations: ["touch"])
    publish: Item @aws_subscribe(mutations: ["touch"])
    signed: Item @aws_iam @aws_subscribe(mutations: ["publish"])
    keyed: Item @aws_api_key @aws_subscribe(mutations: ["publish"])
    guarded(id: ID): Item @aws_subscribe(mutations: ["publish"])
    never: Item! @aws_subscribe(mutations: ["publish"])
    silent: Item
  }
  enum Kind { SMALL LARGE }
  type Item @aws_api_key @aws_iam {
    id: ID!
    size: Int
    weight: Float
    kind: Kind
    note: String
    ready: Boolean
    tags: [String]
    named: String
    price: Price!
    prices: [Price!]
    secret: String @aws_iam
  }
  type Price @aws_api_key @aws_iam { amount: Int! currency: String! }
`;

export const ITEM = {
  id: '7',
  size: 3,
  weight: 1.5,
  kind: 'SMALL',
  note: null,
  ready: true,
  tags: ['a', 'b'],
  named: 'x',
  price: { amount: 129, currency: 'EUR' },
  prices: [
    { amount: 1, currency: 'EUR' },
    { amount: 2, currency: 'USD' },
  ],
  secret: 'for staff',
};

/** AppSync behind a port, with one API. */
export class RealtimeUnderTest {
  private constructor(
    readonly api: ApiUnderTest,
    readonly server: GatewayServer,
  ) {}

  static async start(schema = SCHEMA): Promise<RealtimeUnderTest> {
    const fields = schema === SCHEMA ? ['Mutation.publish', 'Mutation.touch', 'Mutation.unrelated'] : [];
    const api = await ApiUnderTest.start(schema, {}, fields);
    api.answer = () => ITEM;
    const server = await GatewayServer.listen(
      0,
      () => Promise.reject(new Error('No HTTP here.')),
      () => undefined,
    );
    server.upgradeBy({
      accept: (upgrade) => api.service.webSockets.accept(upgrade, principalOf),
      close: () => api.service.webSockets.close(),
    });
    return new RealtimeUnderTest(api, server);
  }

  get key(): JsonObject {
    return { host: 'api', 'x-api-key': this.api.key };
  }

  open(hello: Hello): Promise<Subscriber> {
    return Subscriber.open(this.server.url, hello);
  }

  /** A client that was let in by its API key and has been acknowledged. */
  async subscriber(): Promise<Subscriber> {
    const subscriber = await this.open({ headers: { 'x-api-key': this.api.key } });
    await subscriber.initialize();
    return subscriber;
  }

  async stop(): Promise<void> {
    await this.server.close();
    await this.api.stop();
  }
}

/** The authorization object of a signed request, as far as the server reads it. */
export function signature(accessKey: string): Record<string, string> {
  const scope = '20261124/eu-central-1/appsync/aws4_request';
  const value = `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=host, Signature=00`;
  return { host: 'api', Authorization: value, 'x-amz-date': '20261124T000000Z' };
}

function principalOf(headers: Readonly<Record<string, string>>): Principal {
  const key = accessKeyOf({ headers, query: new URLSearchParams() });
  if (key === EXPIRED_KEY) throw new AwsError('ExpiredTokenException', 'The security token is expired', 403);
  return key === undefined ? PUBLIC : STAFF;
}
