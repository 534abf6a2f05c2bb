import type { FunctionEntries } from './entries';

/** CloudFront does not accept what the function returned: the viewer gets a 502. */
export class FunctionValidationError extends Error {
  override readonly name = 'FunctionValidationError';
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html#function-restrictions-disallowed-headers */
const DISALLOWED =
  /^(connection|expect|keep-alive|proxy-(authenticate|authorization|connection)|trailer|upgrade|x-accel-(buffering|charset|limit-rate|redirect)|x-amz-cf-.*|x-amzn-(auth|cf-billing|cf-id|cf-xff|errortype|fle-profile|header-count|header-order|lambda-integration-tag|requestid)|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip)$/;

/** A header that functions neither see nor may add. */
export function isDisallowed(name: string): boolean {
  return DISALLOWED.test(name);
}

/** @throws FunctionValidationError where a header is added or changed that must not be */
export function refuseHeaders(
  before: FunctionEntries,
  after: FunctionEntries,
  readOnly: readonly string[],
): void {
  for (const [name, values] of after) {
    if (name !== name.toLowerCase())
      throw new FunctionValidationError(`The header ${name} is not lower-case.`);
    if (isDisallowed(name)) throw new FunctionValidationError(`A function cannot add the header ${name}.`);
    const changed = values.join('\n') !== before.get(name)?.join('\n');
    if (changed && readOnly.includes(name))
      throw new FunctionValidationError(`The header ${name} is read-only.`);
    if (values.some((value) => /[\0\r\n]/.test(value)))
      throw new FunctionValidationError(`The header ${name} has a line break in it.`);
  }
}
