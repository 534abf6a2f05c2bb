import { createHash } from 'node:crypto';
import type { Principal } from '../../../../core/principals';
import type { Origin } from '../../model/origin';
import { type Fields, fieldsOf } from '../../request/fields';
import type { OriginRequest } from '../../request/origin-request';
import type { OriginAnswer } from './origin-failover';

/**
 * Who asks the origin. `always` overwrites the viewer's Authorization with CloudFront's own signature,
 * `no-override` passes it on and does not sign.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html
 */
export function signed(
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
 * CloudFront does not hash bodies: for a function URL the caller has to send the hash.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html
 */
export function lacksBodyHash({ accessControl }: Origin, { body }: OriginRequest, fields: Fields): boolean {
  if (accessControl?.originType !== 'lambda' || body.length === 0) return false;
  return fields.get('x-amz-content-sha256')?.[0] !== createHash('sha256').update(body).digest('hex');
}

/** The function URL's answer to a signature that does not cover the body. */
export function unsignedBody(): OriginAnswer {
  const message =
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
  const fields = fieldsOf({
    'content-type': 'application/json',
    'x-amzn-errortype': 'InvalidSignatureException',
  });
  const body = Buffer.from(JSON.stringify({ message }));
  return { reached: true, response: { statusCode: 403, statusText: 'Forbidden', fields, body } };
}
