import type { Clock } from '../../../core/clock';
import type { BlockResponse, WebAcl } from '../model/web-acl';
import type { ViewerRequest } from '../request/viewer-request';
import type { EdgeResponse } from '../response/edge-response';
import { matches } from './inspection';
import { RateCounters } from './rate-counters';

/** What a web ACL decided. A block without a response of its own is CloudFront's 403. */
export type WebAclVerdict =
  | { readonly blocked: false }
  | { readonly blocked: true; readonly response: EdgeResponse | undefined };

/** Runs web ACLs: the rules in order of priority, until one allows or blocks. */
export class WebAclEvaluator {
  private readonly counters = new RateCounters();

  constructor(private readonly clock: Clock) {}

  judge(acl: WebAcl, request: ViewerRequest): WebAclVerdict {
    for (const { name, statement, action } of acl.rules) {
      const matched = matches(statement, request, ({ by, window, limit }) => {
        const counted = JSON.stringify([acl.arn, name, by === 'IP' ? request.viewer.ip : '']);
        return this.counters.count(counted, this.clock.now(), window) > limit;
      });
      if (!matched || action.kind === 'count') continue;
      return action.kind === 'block' ? blocked(action.response) : { blocked: false };
    }
    return acl.otherwise.kind === 'block' ? blocked(acl.otherwise.response) : { blocked: false };
  }
}

function blocked(response: BlockResponse | undefined): WebAclVerdict {
  if (!response) return { blocked: true, response: undefined };
  const { statusCode, headers, body } = response;
  const fields = new Map([...headers].map(([name, value]) => [name, [value]] as const));
  if (body) fields.set('content-type', [body.contentType]);
  return {
    blocked: true,
    response: { statusCode, statusText: '', fields, body: Buffer.from(body?.content ?? '') },
  };
}
