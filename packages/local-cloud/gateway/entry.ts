import type { Authorizer } from '../core/authorizer';
import { AwsError } from '../core/errors';
import { isForeignPage } from '../core/http/loopback';
import type { HttpRequest, HttpResponse } from '../core/http/message';
import type { Principal } from '../core/principals';
import { accessKeyOf } from './credential';
import type { Gateway } from './gateway';

/** Answers a request to the gateway's port. Its access key says who makes it. */
export async function answerAtGateway(
  request: HttpRequest,
  traceId: string,
  authorizer: Authorizer,
  gateway: Gateway,
): Promise<HttpResponse> {
  if (isForeignPage(request.headers)) return foreignPage();
  try {
    return await gateway.send(request, principalOf(request, authorizer), traceId);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return json(403, { __type: error.code, message: error.message });
  }
}

function foreignPage(): HttpResponse {
  const message = 'Only pages of this machine (http://localhost, http://127.0.0.1) may call the local cloud.';
  return json(403, { __type: 'AccessDeniedException', message });
}

/** Who signed a request: the public where it is not signed. @throws AwsError where the credentials have expired */
export function principalOf(
  request: Pick<HttpRequest, 'headers' | 'query'>,
  authorizer: Authorizer,
): Principal {
  const accessKey = accessKeyOf(request);
  return accessKey === undefined ? { kind: 'public' } : authorizer.principalOf(accessKey);
}

function json(statusCode: number, body: object): HttpResponse {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
