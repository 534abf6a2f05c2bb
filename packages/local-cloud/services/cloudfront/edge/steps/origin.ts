import { STATUS_CODES } from 'node:http';
import type { Clock } from '../../../../core/clock';
import type { HttpResponse } from '../../../../core/http/message';
import type { Principal } from '../../../../core/principals';
import type { Cloud } from '../../../../core/service';
import { viaOf } from '../../identifiers';
import type { Origin } from '../../model/origin';
import { fieldsOf, headersOf, merged } from '../../request/fields';
import { type OriginRequest, originRequest } from '../../request/origin-request';
import { queryText } from '../../request/viewer-request';
import { ownPage } from '../../response/own-pages';
import type { OriginCall } from '../origin-call';
import { lacksBodyHash, signed, unsignedBody } from './origin-access-control';
import type { OriginAnswer } from './origin-failover';

const RETRIED_METHODS = ['GET', 'HEAD'];

/** Asks one origin through the local cloud, with the identity that origin access control gives. */
export class OriginClient {
  constructor(private readonly cloud: Cloud) {}

  async ask(origin: Origin, { exchange, validators, caching }: OriginCall): Promise<OriginAnswer> {
    const { distribution, behavior, request, requestId, traceId } = exchange;
    const via = `${request.viewer.httpVersion} ${viaOf(distribution.id)}.cloudfront.net (CloudFront)`;
    const plain = originRequest(request, behavior, origin, { via, requestId }, caching);
    const { principal, fields } = signed(
      origin,
      distribution.arn,
      merged(plain.fields, validators),
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

  private answer(
    origin: Origin,
    { statusCode, headers, body }: HttpResponse,
    requestId: string,
  ): OriginAnswer {
    const fields = fieldsOf(headers);
    // The gateway's answer for a host that no service has. On AWS a name that does not resolve is a 502.
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

function unreached(statusCode: number, reason: string, requestId: string): OriginAnswer {
  return { reached: false, response: ownPage(statusCode, reason, requestId) };
}

/** The result of the work; undefined where it takes longer than that many milliseconds of the clock. */
function within<T>(clock: Clock, milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const alarm = clock.alarm(clock.now() + milliseconds, () => resolve(undefined));
    work.then(resolve, reject).finally(() => alarm.cancel());
  });
}
