import { type Json, type JsonObject, LocalCloud } from '@keyhold/local-cloud';
import Stripe from 'stripe';
import { loadSamples } from '../../../cli/samples';
import { stackFolder } from '../../synthesize';
import { Guest } from '../client';

/** The hold of the environment `local`. */
export const HOLD_MS = 60_000;

/** After this the event of "Pay too late" has come: 20 s after the hold's end. */
export const LATE_MS = 20_000;

const WEBHOOK_SECRETS = '/keyhold/local/payments/webhook-secrets';

export interface Checkout {
  readonly url: string;
  readonly expiresAt: string;
}

/** The whole system as its guests reach it: page, payments and GraphQL through the edge, on one clock. */
export class Site {
  readonly guest: Guest;

  private constructor(readonly cloud: LocalCloud) {
    this.guest = new Guest(`${cloud.edgeUrl}/graphql`, 'none');
  }

  /** @param dataDirectory where it keeps everything; in memory unless told */
  static async open(dataDirectory?: string): Promise<Site> {
    const where = dataDirectory === undefined ? {} : { dataDirectory };
    const cloud = await LocalCloud.start({ artifact: stackFolder('keyhold-local'), ...where });
    await loadSamples(cloud, 'keyhold-local-apartments');
    const site = new Site(cloud);
    await site.stillness();
    return site;
  }

  get url(): string {
    return String(this.cloud.edgeUrl);
  }

  /** @throws Error with what was answered in place of a checkout */
  async checkout(reservationId: string): Promise<Checkout> {
    const answer = await this.askCheckout(reservationId);
    if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Checkout;
  }

  askCheckout(reservationId: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.post('/payments/checkout', JSON.stringify({ reservationId }), headers);
  }

  /** @returns where the guest is sent back to, or the status of the refusal */
  async press(button: 'pay' | 'fail' | 'late' | 'twice', { url }: Checkout): Promise<string> {
    const answer = await fetch(`${url}/${button}`, { method: 'POST', redirect: 'manual' });
    await answer.text();
    return answer.headers.get('location') ?? String(answer.status);
  }

  /** A mutation of staff, by IAM: what it answers with, or the error's type. */
  async staff(command: string, fields: string): Promise<JsonObject> {
    const answer = await fetch(`${this.cloud.gatewayUrl}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: 'AWS4-HMAC-SHA256 Credential=staff/20260101/eu-central-1/appsync/aws4_request',
      },
      body: JSON.stringify({ query: `mutation { command: ${command} ${fields} }` }),
    });
    const { data, errors } = (await answer.json()) as {
      data?: { command: JsonObject };
      errors?: JsonObject[];
    };
    return data?.command ?? { errorType: errors?.[0]?.['errorType'] ?? 'none' };
  }

  /** As a provider sends an event. */
  deliver(event: string, signature?: string): Promise<Response> {
    const headers: Record<string, string> = signature === undefined ? {} : { 'stripe-signature': signature };
    return this.post('/payments/webhook', event, headers);
  }

  /** The signature of an event sent so many seconds ago. */
  async signatureOf(event: string, secondsAgo = 0): Promise<string> {
    const input = { Name: WEBHOOK_SECRETS, WithDecryption: true };
    const { Parameter } = (await this.cloud.call('ssm', 'GetParameter', input)) as {
      Parameter: { Value: string };
    };
    const timestamp = Math.floor(this.cloud.clock.now() / 1000) - secondsAgo;
    return Stripe.webhooks.generateTestHeaderString({ payload: event, secret: Parameter.Value, timestamp });
  }

  /** What the page is told of a reservation, past every cache. */
  async viewed(reservationId: string): Promise<JsonObject> {
    const headers = { authorization: `Bearer ${Math.random()}` };
    return (await (
      await fetch(`${this.url}/api/reservations/${reservationId}`, { headers })
    ).json()) as JsonObject;
  }

  async apartment(id: string): Promise<JsonObject> {
    return (await this.item('apartments', id)) ?? {};
  }

  /** The item of a table as plain values. */
  async item(table: Table, id: string): Promise<JsonObject | undefined> {
    const input = { TableName: `keyhold-local-${table}`, Key: { Id: { S: id } }, ConsistentRead: true };
    const { Item } = (await this.cloud.call('dynamodb', 'GetItem', input)) as { Item?: Image };
    return Item && plain(Item);
  }

  /** All items of a table, by their ids. */
  async items(table: Table): Promise<JsonObject[]> {
    const input = { TableName: `keyhold-local-${table}` };
    const { Items } = (await this.cloud.call('dynamodb', 'Scan', input)) as { Items: Image[] };
    return Items.map(plain).sort((a, b) => (String(a['Id']) < String(b['Id']) ? -1 : 1));
  }

  /** Moves the clock when nothing is under way whose own time limit that would exceed. */
  async advance(milliseconds: number): Promise<void> {
    await this.stillness();
    this.cloud.clock.advance(milliseconds);
  }

  /** Until nothing is called any more, in the queue's and the stream's wake either. */
  async stillness(): Promise<void> {
    for (let quiet = 0; quiet < 4; quiet = this.cloud.callsUnderWay > 0 ? 0 : quiet + 1)
      await new Promise((resolve) => setTimeout(resolve, 5));
  }

  private post(path: string, body: string, headers: Record<string, string>): Promise<Response> {
    const all = { 'content-type': 'application/json', ...headers };
    return fetch(`${this.url}${path}`, { method: 'POST', headers: all, body });
  }
}

export type Table = 'apartments' | 'payments' | 'reservations';

type Image = Record<string, { S?: string; N?: string; SS?: string[]; M?: Image }>;

function plain(image: Image): JsonObject {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue({ S, N, SS, M }: Image[string]): Json {
  if (N !== undefined) return Number(N);
  return S ?? SS?.toSorted() ?? (M ? plain(M) : null);
}
