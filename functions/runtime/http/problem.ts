import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { PaymentError } from '../../payments/domain/errors';

export type Response = APIGatewayProxyStructuredResultV2;

/** A problem document (RFC 9457), for nobody to keep. */
export function problem({ name: errorType, status, title, message, headers }: PaymentError): Response {
  return {
    statusCode: status,
    headers: {
      ...headers,
      'cache-control': 'no-store',
      'content-type': 'application/problem+json',
    },
    body: JSON.stringify({ type: 'about:blank', title, status, detail: message, errorType }),
  };
}
