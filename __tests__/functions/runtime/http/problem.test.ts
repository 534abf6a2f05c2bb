import {
  AlreadyPaid,
  DomainError,
  HoldExpired,
  InvalidInput,
  ReservationNotFound,
} from '../../../../functions/domain/errors';
import {
  CheckoutClosed,
  CheckoutContended,
  InvalidSignature,
  MalformedEvent,
  NotHeld,
  ProviderUnavailable,
} from '../../../../functions/payments/domain/errors';
import {
  BadQuery,
  BodyTooLarge,
  Forbidden,
  MethodNotAllowed,
  NotFound,
} from '../../../../functions/runtime/http/errors';
import { problemOf, problemResponse } from '../../../../functions/runtime/http/problem';
import { logger, observed } from '../../../../functions/runtime/telemetry';

beforeEach(() => {
  process.env['POWERTOOLS_METRICS_NAMESPACE'] = 'Keyhold/test';
  jest.spyOn(logger, 'info').mockReturnValue();
  jest.spyOn(logger, 'error').mockReturnValue();
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  jest.spyOn(console, 'log').mockReturnValue();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const told = (error: unknown) => observed({}, async () => problemOf(error, 'request-1'));

test.each<[status: number, title: string, error: Error]>([
  [400, 'Bad Request', new InvalidInput('id', 'is missing.')],
  [400, 'Bad Request', new InvalidSignature()],
  [400, 'Bad Request', new MalformedEvent('The event cannot be read.')],
  [400, 'Bad Request', new BadQuery('limit is 0.')],
  [403, 'Forbidden', new Forbidden('Only by the site.')],
  [404, 'Not Found', new ReservationNotFound('r1')],
  [404, 'Not Found', new NotFound('There is nothing at this address.')],
  [405, 'Method Not Allowed', new MethodNotAllowed('GET', 'This address takes GET only.')],
  [409, 'Conflict', new NotHeld()],
  [409, 'Conflict', new HoldExpired(null, 'Reserve again to pay.')],
  [409, 'Conflict', new AlreadyPaid('Nothing more is due.')],
  [409, 'Conflict', new CheckoutClosed()],
  [409, 'Conflict', new CheckoutContended()],
  [413, 'Content Too Large', new BodyTooLarge(1)],
])('%i %s, with the sentence of %s, is no failure of ours', async (status, title, error) => {
  const problem = await told(error);
  expect(problem).toMatchObject({ status, errorType: error.name, detail: error.message });
  const { statusCode, headers, body } = problemResponse(problem, { 'cache-control': 'no-store' });
  expect(statusCode).toBe(status);
  expect(headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  expect(JSON.parse(body)).toEqual({ type: 'about:blank', title, status, detail: error.message });
  expect(logger.error).not.toHaveBeenCalled();
});

test('an unavailable provider is a failure, and says when to try again', async () => {
  const problem = await told(new ProviderUnavailable());
  expect(problem).toMatchObject({
    status: 503,
    errorType: 'ProviderUnavailable',
    headers: { 'retry-after': '5' },
  });
  expect(logger.error).toHaveBeenCalledTimes(1);
});

class UnforeseenByHttp extends DomainError {
  override readonly name = 'UnforeseenByHttp';
}

test.each([new Error('secret'), new UnforeseenByHttp('secret'), 'secret'])(
  'everything else says nothing but where to look (%s)',
  async (error) => {
    const problem = await told(error);
    expect(problem).toMatchObject({ status: 500, errorType: 'InternalError' });
    expect(problem.detail).toContain('request-1');
    expect(JSON.stringify(problem)).not.toContain('secret');
    expect(logger.error).toHaveBeenCalledTimes(1);
  },
);

test('members that the API promises stand beside those of every problem document', () => {
  const { body } = problemResponse(
    { status: 404, errorType: 'NotFound', detail: 'd', headers: {} },
    {},
    { errorType: 'NotFound' },
  );
  expect(JSON.parse(body)).toMatchObject({ errorType: 'NotFound', status: 404 });
});
