import type { AwsError } from '../errors';
import { element, escapeXml } from './xml';

/** Codes of the JSON protocols that the XML protocols have another code and status for. */
const CODES: Readonly<Record<string, { readonly code: string; readonly statusCode: number }>> = {
  AccessDeniedException: { code: 'AccessDenied', statusCode: 403 },
  ExpiredTokenException: { code: 'ExpiredToken', statusCode: 403 },
  MissingAuthenticationTokenException: { code: 'MissingAuthenticationToken', statusCode: 403 },
};

interface ErrorDocument {
  readonly statusCode: number;
  readonly body: string;
}

/**
 * An error of the query protocol, and of the REST XML protocol
 * (https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html#error-response-serialization).
 */
export function errorResponse(error: AwsError, requestId: string, namespace: string): ErrorDocument {
  const { code, statusCode } = CODES[error.code] ?? error;
  const details = element(
    'Error',
    element('Type', statusCode < 500 ? 'Sender' : 'Receiver'),
    element('Code', code),
    element('Message', escapeXml(error.message)),
  );
  return {
    statusCode,
    body: `<ErrorResponse xmlns="${namespace}">${details}${element('RequestId', requestId)}</ErrorResponse>`,
  };
}

/** An error of a REST XML service that does not wrap its errors: S3. */
export function unwrappedError(error: AwsError, requestId: string): ErrorDocument {
  const { code, statusCode } = CODES[error.code] ?? error;
  const body = element(
    'Error',
    element('Code', code),
    element('Message', escapeXml(error.message)),
    element('RequestId', requestId),
  );
  return { statusCode, body };
}
