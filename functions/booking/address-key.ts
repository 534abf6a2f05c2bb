import { createHash } from 'node:crypto';
import type { AppSyncResolverEvent } from 'aws-lambda';
import { networkOf } from '../runtime/address';
import { isFromEdge, ORIGIN_SECRET_HEADER } from '../runtime/origin-secret';
import type { Secret } from '../runtime/parameters';

/** The header in which the edge says its viewer's address (functions/edge/graphql.mjs). */
const ADDRESS_HEADER = 'x-keyhold-address';

/** What AppSync tells a direct resolver of who called it, and from where. */
export type CallingEvent = Pick<AppSyncResolverEvent<Record<string, unknown>>, 'identity' | 'request'>;

/**
 * From where a request comes, as law 8 counts it: by the viewer's address as the edge saw it, which only the edge
 * can say, because only the edge knows the secret. Who calls AppSync by themselves count by their API key and the
 * address that AppSync saw. Staff and our own functions, whom AppSync knows by an identity, are not counted.
 *
 * The key is a digest: a record needs to know which requests came from one place, and not which place that is.
 * @returns undefined for those who are not counted
 */
export async function addressKeyOf(
  { identity, request }: CallingEvent,
  originSecret: Secret,
): Promise<string | undefined> {
  if (identity) return undefined;
  const { headers } = request;
  if (await isFromEdge(headers[ORIGIN_SECRET_HEADER], originSecret)) {
    return digestOf('edge', headers[ADDRESS_HEADER] ?? '');
  }
  return digestOf(`key ${headers['x-api-key'] ?? ''}`, hopSeenBy(headers['x-forwarded-for'] ?? ''));
}

/**
 * The address that called AppSync. Its own front end is a CloudFront distribution, which adds the caller's address
 * to `x-forwarded-for`; behind that, AppSync adds the address of this front end. So the last but one is the caller,
 * and what stands before was sent by the caller, who can write anything there. (The headers are documented as passed
 * on to resolvers, https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html; the two
 * entries are in recorded events, such as tests/events/appSyncDirectResolver.json of Powertools for AWS Lambda.)
 */
function hopSeenBy(forwardedFor: string): string {
  const hops = forwardedFor.split(',');
  return hops.at(-2) ?? hops.at(-1) ?? '';
}

function digestOf(from: string, address: string): string {
  return createHash('sha256')
    .update(`${from}\n${networkOf(address) ?? address.trim()}`)
    .digest('base64url')
    .slice(0, DIGEST_CHARACTERS);
}

/** 132 bits. */
const DIGEST_CHARACTERS = 22;
