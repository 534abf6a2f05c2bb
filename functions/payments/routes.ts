import * as z from 'zod';
import { InvalidInput } from '../domain/errors';
import * as field from '../domain/fields';
import { recordFailure } from '../runtime/errors';
import { MethodNotAllowed, NotFound } from '../runtime/http/errors';
import type { Response } from '../runtime/http/problem';
import { openCheckout } from './domain/checkout';
import { settleOnReturn } from './domain/learn';
import { BUTTONS, press, type TestCheckoutDependencies } from './providers/test/buttons';
import { checkoutPage, PAGE_POLICY } from './providers/test/page';
import type { Request } from './request';
import { receiveWebhook, type Services } from './webhook';

export const NO_STORE = { 'cache-control': 'no-store' };

/** As the edge sends it: a host, with its port if it has one. */
const HOST = /^(?:(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]+|\[::1\])(?::\d{1,5})?$/;
const THIS_MACHINE = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::|$)/;

const checkoutRequest = z.object({ reservationId: field.reservationId });

/** @throws HttpError, DomainError */
export async function route(request: Request, services: Services): Promise<Response> {
  const [root, payments, kind = '', checkoutId = '', button, ...rest] = request.path.split('/');
  if (root !== '' || payments !== 'payments' || rest.length > 0) throw nothingHere();
  if (kind === 'test' && services.testCheckout && /^cs_test_[\w-]{32}$/.test(checkoutId)) {
    return button === undefined
      ? page(request, checkoutId, services.testCheckout)
      : pressed(request, checkoutId, button, services.testCheckout);
  }
  if (kind === 'return' && button === undefined) return guestReturn(request, checkoutId, services);
  if (checkoutId !== '' || button !== undefined) throw nothingHere();
  if (kind === 'checkout') return checkout(request, services);
  if (kind === 'webhook') return webhook(request, services);
  throw nothingHere();
}

async function checkout(request: Request, services: Services): Promise<Response> {
  allow('POST', request);
  const { reservationId } = checkoutInput(request.body());
  const open = await openCheckout(reservationId, siteOf(request), services.dependencies);
  return {
    statusCode: 200,
    headers: { ...NO_STORE, 'content-type': 'application/json' },
    body: JSON.stringify(open),
  };
}

/** Whatever the provider answers, the guest gets back to the page: it shows what becomes of the payment. */
async function guestReturn(request: Request, id: string, { dependencies }: Services): Promise<Response> {
  const { success, data: reservationId } = field.reservationId.safeParse(id);
  if (!success) throw nothingHere();
  allow('GET', request);
  await settleOnReturn(reservationId, dependencies).catch(recordFailure);
  const location = `/?reservation=${reservationId}&payment=done`;
  return { statusCode: 303, headers: { ...NO_STORE, location } };
}

async function webhook(request: Request, services: Services): Promise<Response> {
  allow('POST', request);
  await receiveWebhook(request.body(), request.headers['stripe-signature'], services);
  return { statusCode: 204, headers: NO_STORE };
}

async function page(
  request: Request,
  checkoutId: string,
  testCheckout: TestCheckoutDependencies,
): Promise<Response> {
  allow('GET', request);
  const found = await testCheckout.checkouts.find(checkoutId);
  if (!found) throw nothingHere();
  return {
    statusCode: 200,
    headers: {
      ...NO_STORE,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': PAGE_POLICY,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body: checkoutPage(found),
  };
}

async function pressed(
  request: Request,
  checkoutId: string,
  name: string,
  testCheckout: TestCheckoutDependencies,
): Promise<Response> {
  const button = BUTTONS.find((known) => known === name);
  if (!button) throw nothingHere();
  allow('POST', request);
  const location = await press(button, checkoutId, testCheckout);
  if (location === undefined) throw nothingHere();
  return { statusCode: 303, headers: { ...NO_STORE, location } };
}

/** @throws InvalidInput */
function checkoutInput(body: Buffer): z.infer<typeof checkoutRequest> {
  const read = checkoutRequest.safeParse(json(body));
  if (read.success) return read.data;
  const [first] = read.error.issues;
  const where = first?.path.join('.');
  if (!first || !where) throw notTheBody();
  throw new InvalidInput(where, first.message);
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw notTheBody();
  }
}

function notTheBody(): InvalidInput {
  return new InvalidInput('The body', 'must be JSON: {"reservationId": "…"}.');
}

/** The site as its viewer knows it, as the edge says: by TLS everywhere but on one's own machine. */
function siteOf({ headers }: Request): string {
  const host = headers['x-keyhold-site'] ?? '';
  if (!HOST.test(host)) throw new InvalidInput('The site', 'is not known. Ask by its own address.');
  return `${THIS_MACHINE.test(host) ? 'http' : 'https'}://${host}`;
}

function allow(method: string, request: Request): void {
  if (request.method !== method) throw new MethodNotAllowed(method, `This address takes ${method} only.`);
}

function nothingHere(): NotFound {
  return new NotFound(
    'There is nothing at this address. A checkout is asked for by POST /payments/checkout.',
  );
}
