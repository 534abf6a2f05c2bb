import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { Sha256 } from '@aws-crypto/sha256-js';
import type { JsonObject, LocalCloud } from '@keyhold/local-cloud';
import { SignatureV4 } from '@smithy/signature-v4';

/** All that a subscriber may see of an apartment. */
export const SHOWN =
  'id complexId name description bedrooms price { amount currency } bookedStatus holdExpiresAt __typename';

export const CHANGE: JsonObject = {
  id: 'hill-1',
  complexId: 'hill',
  name: 'Hillside 1',
  description: null,
  bedrooms: 2,
  price: { amount: 12_900, currency: 'EUR' },
  bookedStatus: 'RESERVED',
  holdExpiresAt: '2026-11-24T12:15:00.000Z',
};

/** A client of the API that signs its requests, as staff and the changes function do. */
export class StaffClient {
  constructor(private readonly cloud: LocalCloud) {}

  /** The address by which a client outside knows the API. */
  get apiUrl(): URL {
    return new URL(String(this.cloud.outputs['graphqlUrl']));
  }

  /** The headers of a signed POST. */
  async signed(path: string, body: string): Promise<Record<string, string>> {
    const signer = new SignatureV4({
      service: 'appsync',
      region: this.cloud.region,
      credentials: { accessKeyId: 'AKIADEVELOPER', secretAccessKey: 'any' },
      sha256: Sha256,
    });
    const { host, hostname } = this.apiUrl;
    const headers = { host, 'content-type': 'application/json' };
    return (await signer.sign({ method: 'POST', protocol: 'https:', hostname, path, headers, body })).headers;
  }

  /** To the gateway's port under the API's own host, which `fetch` would replace by the port's. */
  async publish(change: JsonObject): Promise<JsonObject> {
    const query = `mutation($input: ApartmentChangeInput!) { publishApartmentChange(input: $input) { ${SHOWN} } }`;
    const body = JSON.stringify({ query, variables: { input: change } });
    const headers = await this.signed('/graphql', body);
    const sent = request(`${this.cloud.gatewayUrl}/graphql`, { method: 'POST', headers }).end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return (await json(response)) as JsonObject;
  }
}
