import type { Json, JsonObject } from '../../core/json';
import type { Principal } from '../../core/principals';
import type { Cloud, ServiceCall } from '../../core/service';
import type { FunctionRecord } from './function-record';
import { invoke } from './invoke';
import { type IamCaller, urlEvent } from './url-event';
import { type UrlRequest, urlRequestOf } from './url-protocol';
import { INTERNAL_SERVER_ERROR, urlAnswer } from './url-response';
import type { FunctionUrl } from './url-settings';

/** CloudFront signs with a role of its own account, which is none of the stack's. */
const CLOUDFRONT_ACCOUNT = '111122223333';
const CLOUDFRONT_SESSION = 'EdgeCredentialsProxy+EdgeHostAuthenticationClient';

/**
 * A request to a function's URL: let in, handed to the function as an event, its result as a response
 * (https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html).
 * @throws FunctionUrlRefused
 */
export async function invokeFunctionUrl(
  record: FunctionRecord,
  url: FunctionUrl,
  call: ServiceCall,
  cloud: Cloud,
): Promise<Json> {
  const { principal, requestId, traceId } = call;
  const arrived = urlRequestOf(call.input);
  const caller =
    url.authorization === 'NONE' ? undefined : await callerOf(arrived, principal, traceId, cloud);
  const request = principal.kind === 'service' ? fromService(arrived, principal.sourceArn) : arrived;
  const event = urlEvent({ request, url, caller, requestId, traceId, now: cloud.clock.now() });
  const output = await invoke(record, { ...call, input: { Payload: JSON.stringify(event) } }, cloud);
  const failed = output['FunctionError'] !== undefined;
  const { headers, ...answer } = failed
    ? INTERNAL_SERVER_ERROR
    : urlAnswer(JSON.parse(String(output['Payload'])));
  const told = { ...headers, 'x-amzn-requestid': requestId, 'x-amzn-trace-id': `Root=${traceId}` };
  return { ...answer, headers: told };
}

async function callerOf(
  { headers }: UrlRequest,
  principal: Principal,
  traceId: string,
  cloud: Cloud,
): Promise<IamCaller> {
  const accessKey = /Credential=([^/,]+)\//.exec(headers['authorization'] ?? '')?.[1] ?? null;
  if (principal.kind === 'service') return cloudFrontRole(accessKey);
  const identity = await cloud.call({
    service: 'sts',
    action: 'GetCallerIdentity',
    input: {},
    principal,
    traceId,
  });
  const { Arn, UserId, Account } = identity as JsonObject;
  return { accessKey, accountId: String(Account), callerId: String(UserId), userArn: String(Arn) };
}

function cloudFrontRole(accessKey: string | null): IamCaller {
  return {
    accessKey,
    accountId: CLOUDFRONT_ACCOUNT,
    callerId: `AROAORIGINACCESSCONTROL:${CLOUDFRONT_SESSION}`,
    userArn: `arn:aws:sts::${CLOUDFRONT_ACCOUNT}:assumed-role/OriginAccessControlRole/${CLOUDFRONT_SESSION}`,
  };
}

/** A service that signs says for which resource, in headers that the function sees. */
function fromService(request: UrlRequest, sourceArn: string): UrlRequest {
  const source = {
    'x-amz-source-arn': sourceArn,
    'x-amz-source-account': sourceArn.split(':')[4] ?? '',
  };
  return { ...request, headers: { ...request.headers, ...source } };
}
