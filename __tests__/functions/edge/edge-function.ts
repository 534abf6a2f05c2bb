import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import { type Constants, edgeCode } from '../../../stacks/constructs/edge-function';

type EventEntries = Record<string, { value: string; multiValue?: { value: string }[] }>;

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html */
export interface EdgeRequest {
  method: string;
  uri: string;
  querystring: EventEntries;
  headers: EventEntries;
  cookies: EventEntries;
}

export interface FunctionResponse {
  statusCode: number;
  statusDescription: string;
  headers: EventEntries;
  body?: { encoding: string; data: string };
}

/** The event of a viewer's GET as CloudFront gives it to a function. */
export function viewerRequest(uri: string, headers: Record<string, string> = {}): { request: EdgeRequest } {
  const entries = Object.entries({ host: 'd111111abcdef8.cloudfront.net', ...headers });
  const event = {
    version: '1.0',
    context: {
      distributionDomainName: 'd111111abcdef8.cloudfront.net',
      distributionId: 'EDFDVBD6EXAMPLE',
      eventType: 'viewer-request',
      requestId: '4TyzHTaYWb1GX1qTfsHhEqV6HUDd_BzoBZnwfnvQc_1oF26ClkoUSEQ==',
    },
    viewer: { ip: '198.51.100.11' },
    request: {
      method: 'GET',
      uri,
      querystring: {},
      headers: Object.fromEntries(entries.map(([name, value]) => [name, { value }])),
      cookies: {},
    },
  };
  return event;
}

/** Runs a function as it is deployed: a script in strict mode, in a world without Node. */
export function edgeFunction<Answer>(name: string, constants: Constants = {}): (event: object) => Answer {
  const code = edgeCode(join('functions/edge', `${name}.mjs`), constants);
  const script = new Script(`'use strict';${code};handler(event)`);
  // By JSON, as between CloudFront and the function: what comes back is of this world.
  return (event) => JSON.parse(JSON.stringify(script.runInContext(createContext({ event }))));
}

/** The JSON of a response that a function made. */
export function bodyOf({ body }: FunctionResponse): unknown {
  return JSON.parse(body?.data ?? '');
}
