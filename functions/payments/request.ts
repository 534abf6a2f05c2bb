import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { BodyTooLarge } from '../runtime/http/errors';

/** Our own requests are small, and so are a provider's events (bytes). */
const LARGEST_BODY = 262_144;

/** What of a function URL's event we read (payload version 2.0). */
export type UrlEvent = Pick<LambdaFunctionURLEvent, 'rawPath' | 'headers' | 'isBase64Encoded'> & {
  readonly body?: string | undefined;
  readonly requestContext: {
    readonly http: Pick<LambdaFunctionURLEvent['requestContext']['http'], 'method'>;
  };
};

export interface Request {
  readonly method: string;
  /** As it was asked for, percent-encoded. */
  readonly path: string;
  readonly headers: LambdaFunctionURLEvent['headers'];
  /** The very bytes that came. */
  body(): Buffer;
}

export function requestOf({ rawPath, headers, body, isBase64Encoded, requestContext }: UrlEvent): Request {
  return {
    method: requestContext.http.method,
    path: rawPath,
    headers,
    body() {
      const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
      if (bytes.length > LARGEST_BODY) throw new BodyTooLarge(LARGEST_BODY);
      return bytes;
    },
  };
}
