import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { DomainError } from '../../domain/errors';
import { InternalError, recordFailure } from '../errors';
import { logger } from '../telemetry';
import { HttpError } from './errors';

export type Response = APIGatewayProxyStructuredResultV2;

/** The status of each domain error that HTTP can answer with, by its name. */
const STATUS: Readonly<Record<string, number>> = {
  InvalidInput: 400,
  InvalidSignature: 400,
  MalformedEvent: 400,
  WrongMode: 400,
  ReservationNotFound: 404,
  NotHeld: 409,
  HoldExpired: 409,
  AlreadyPaid: 409,
  CheckoutClosed: 409,
  CheckoutContended: 409,
  ProviderUnavailable: 503,
};

/** The phrases of RFC 9110. */
const TITLE: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

const INTERNAL_SERVER_ERROR = 500;
const RETRY_SOON = { 'retry-after': '5' };

/** An error as an HTTP client may know it. */
export interface Problem {
  readonly status: number;
  readonly errorType: string;
  readonly detail: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ProblemResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** What the client may know of an error; everything else goes to the log. */
export function problemOf(error: unknown, requestId: string): Problem {
  const known = knownProblem(error);
  if (known && known.status < INTERNAL_SERVER_ERROR) {
    logger.info('Refused', { status: known.status, errorType: known.errorType, reason: known.detail });
    return known;
  }
  recordFailure(error);
  if (known) return known;
  const { name, message } = new InternalError(requestId);
  return { status: INTERNAL_SERVER_ERROR, errorType: name, detail: message, headers: {} };
}

/** A problem document (RFC 9457), with further members where the API promises them. */
export function problemResponse(
  { status, detail, headers: ownHeaders }: Problem,
  headers: Readonly<Record<string, string>>,
  members: Readonly<Record<string, string>> = {},
): ProblemResponse {
  return {
    statusCode: status,
    headers: { ...ownHeaders, ...headers, 'content-type': 'application/problem+json' },
    body: JSON.stringify({ type: 'about:blank', title: TITLE[status], status, detail, ...members }),
  };
}

function knownProblem(error: unknown): Problem | undefined {
  if (error instanceof HttpError) {
    const { status, name, message, headers } = error;
    return { status, errorType: name, detail: message, headers };
  }
  if (!(error instanceof DomainError)) return undefined;
  const status = STATUS[error.name];
  if (status === undefined) return undefined;
  const headers = status === 503 ? RETRY_SOON : {};
  return { status, errorType: error.name, detail: error.message, headers };
}
