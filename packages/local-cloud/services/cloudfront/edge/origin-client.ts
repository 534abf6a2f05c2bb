import { createHash } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Clock } from '../../../core/clock';
import type { Cloud, HttpResponse, Principal } from '../../../core/service';
import { viaOf } from '../identifiers';
import type { Origin } from '../model/origin';
import { type Fields, fieldsOf, headersOf, merged } from '../request/fields';
import { type OriginRequest, originRequest } from '../request/origin-request';
import { queryText } from '../request/viewer-request';
import type { EdgeResponse } from '../response/edge-response';
import { ownPage } from '../response/own-pages';
import type { Visit } from './served';

/** What an origin answered; not `reached` where it gave no answer and CloudFront made the 502 or 504 itself. */
interface Answer {
  readonly response: EdgeResponse;
  readonly reached: boolean;
}

const RETRIED_METHODS = ['GET', 'HEAD'];

/** Asks origins: through the local cloud, with the identity that origin access control gives. */
export class OriginClient {
  constructor(private readonly cloud: Cloud) {}

  /**
   * The answer of a behavior's origin, of an origin group the second's where the first fails (a behavior with
   * a group takes no other methods than GET, HEAD and OPTIONS). Never rejects: an origin that cannot be
   * reached is a 502, one that does not answer in time a 504.
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
   *
   * @param conditions added to the request: whether a stored response is still right
   */
  async fetch(visit: Visit, conditions: Fields, passing: boolean): Promise<EdgeResponse> {
    const { target } = visit.behavior;
    if (!('members' in target)) return (await this.ask(target, visit, conditions, passing)).response;
    const [primary, secondary] = target.members;
    const first = await this.ask(primary, visit, conditions, passing);
    const failed = !first.reached || target.failoverStatuses.has(first.response.statusCode);
    if (!failed) return first.response;
    return (await this.ask(secondary, visit, conditions, passing)).response;
  }

  private async ask(origin: Origin, visit: Visit, conditions: Fields, passing: boolean): Promise<Answer> {
    const { distribution, behavior, request, requestId, traceId } = visit;
    const via = `${request.viewer.httpVersion} ${viaOf(distribution.id)}.cloudfront.net (CloudFront)`;
    const plain = originRequest(request, behavior, origin, { via, requestId }, passing);
    const { principal, fields } = signed(
      origin,
      distribution.arn,
      merged(plain.fields, conditions),
      request.fields,
    );
    if (principal.kind === 'service' && lacksBodyHash(origin, plain, fields)) return unsignedBody();
    const attempts = RETRIED_METHODS.includes(plain.method) ? origin.attempts : 1;
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      try {
        const response = await within(
          this.cloud.clock,
          origin.readTimeout,
          this.send({ ...plain, fields }, principal, traceId),
        );
        if (response) return this.answer(origin, response, requestId);
      } catch (error) {
        this.cloud.log('cloudfront', `Origin ${origin.domainName} failed: ${String(error)}`);
        return unreached(502, `The origin ${origin.domainName} failed; the log says why.`, requestId);
      }
    }
    const waited = `${attempts} × ${origin.readTimeout / 1_000} s`;
    return unreached(504, `The origin ${origin.domainName} did not answer in ${waited}.`, requestId);
  }

  private send(request: OriginRequest, principal: Principal, traceId: string): Promise<HttpResponse> {
    const { method, path, query, fields, body } = request;
    const parameters = new URLSearchParams(queryText(query));
    return this.cloud.send(
      { method, path, query: parameters, headers: headersOf(fields), body },
      principal,
      traceId,
    );
  }

  private answer(origin: Origin, { statusCode, headers, body }: HttpResponse, requestId: string): Answer {
    const fields = fieldsOf(headers);
    // What the gateway says where no service has this host. On AWS a name that leads nowhere is a 502.
    if (statusCode === 404 && fields.get('x-amzn-errortype')?.[0] === 'UnknownOperationException') {
      return unreached(
        502,
        `No service of the local cloud answers for the origin ${origin.domainName}.`,
        requestId,
      );
    }
    const statusText = STATUS_CODES[statusCode] ?? '';
    return { reached: true, response: { statusCode, statusText, fields, body: Buffer.from(body) } };
  }
}

/**
 * Who asks the origin. `always` overwrites the viewer's Authorization with CloudFront's own signature,
 * `no-override` passes it on and does not sign.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html
 */
function signed(
  { accessControl }: Origin,
  distributionArn: string,
  fields: Fields,
  viewerFields: Fields,
): { principal: Principal; fields: Fields } {
  const signing = accessControl?.signing ?? 'never';
  if (signing === 'never' || (signing === 'no-override' && fields.has('authorization'))) {
    return { principal: { kind: 'public' }, fields };
  }
  const result = new Map(fields);
  result.delete('authorization');
  const bodyHash = viewerFields.get('x-amz-content-sha256');
  if (bodyHash) result.set('x-amz-content-sha256', bodyHash);
  const principal = {
    kind: 'service',
    service: 'cloudfront.amazonaws.com',
    sourceArn: distributionArn,
  } as const;
  return { principal, fields: result };
}

/**
 * CloudFront does not read a body to sign it: for a function URL the caller has to send its hash.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html
 */
function lacksBodyHash({ accessControl }: Origin, { body }: OriginRequest, fields: Fields): boolean {
  if (accessControl?.originType !== 'lambda' || body.length === 0) return false;
  return fields.get('x-amz-content-sha256')?.[0] !== createHash('sha256').update(body).digest('hex');
}

/** The function URL's answer to a signature that does not cover the body. */
function unsignedBody(): Answer {
  const message =
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
  const fields = fieldsOf({
    'content-type': 'application/json',
    'x-amzn-errortype': 'InvalidSignatureException',
  });
  const body = Buffer.from(JSON.stringify({ message }));
  return { reached: true, response: { statusCode: 403, statusText: 'Forbidden', fields, body } };
}

function unreached(statusCode: number, reason: string, requestId: string): Answer {
  return { reached: false, response: ownPage(statusCode, reason, requestId) };
}

/** The work's result, or undefined once the clock has moved on by that many milliseconds. */
function within<T>(clock: Clock, milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const alarm = clock.alarm(clock.now() + milliseconds, () => resolve(undefined));
    work.then(resolve, reject).finally(() => alarm.cancel());
  });
}
