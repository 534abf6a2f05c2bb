import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StripeRequest {
  readonly method: string;
  readonly path: string;
  /** The form, its keys as Stripe writes them: `line_items[0][price_data][currency]`. */
  readonly form: Readonly<Record<string, string>>;
  readonly idempotencyKey: string | undefined;
  readonly authorization: string | undefined;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Session {
  readonly id: string;
  readonly url: string;
  readonly amount_total: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  status: 'open' | 'complete' | 'expired';
  payment_status: 'paid' | 'unpaid';
  payment_intent: string | null;
}

/** https://docs.stripe.com/api/refunds/object */
interface StripeRefund {
  readonly id: string;
  readonly object: 'refund';
  readonly payment_intent: string;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  status: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled';
}

/** What goes wrong with the next request: a status, no answer at all, or a connection cut before or after it is done. */
export type Fault = 429 | 500 | '500 after' | 'silence' | 'cut before' | 'cut after';

/** Of an amount in euros (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). */
const LEAST = 50;

/** What each payment has brought. */
const CAPTURED = 12_900;

/**
 * Stripe as far as we use it: forms in, JSON out, idempotency keys kept with their first answer, and refused
 * with other parameters (https://docs.stripe.com/api/idempotent_requests). No more is refunded than was captured.
 */
export class StripeServer {
  readonly requests: StripeRequest[] = [];
  readonly sessions = new Map<string, Session>();
  readonly refunds: StripeRefund[] = [];
  readonly faults: Fault[] = [];
  /** The newest first (https://docs.stripe.com/api/events/list). */
  readonly events: { readonly id: string; readonly created: number; readonly [field: string]: unknown }[] =
    [];
  /** Balance transactions, the newest first, with their sources expanded. */
  readonly balance: { readonly id: string; readonly created: number; readonly [field: string]: unknown }[] =
    [];
  /** How the next refunds begin. */
  refundStatus: StripeRefund['status'] = 'succeeded';
  private readonly answers = new Map<string, { readonly form: string; readonly answer: Answer }>();

  private readonly server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { 'idempotency-key': key, authorization } = request.headers;
    const asked: StripeRequest = {
      method: request.method ?? '',
      path: request.url ?? '',
      form: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
      idempotencyKey: key === undefined ? undefined : String(key),
      authorization,
    };
    this.requests.push(asked);
    this.respond(asked, response);
  });

  async start(): Promise<{ host: string; port: number; protocol: 'http' }> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return { host: '127.0.0.1', port: (this.server.address() as AddressInfo).port, protocol: 'http' };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /** A guest completes a checkout; its money comes at once, or later. */
  complete(id: string, payment_status: Session['payment_status'] = 'paid'): void {
    const session = this.sessions.get(id);
    if (session?.status !== 'open') throw new Error(`Checkout ${id} is not open.`);
    Object.assign(session, { status: 'complete', payment_status, payment_intent: `pi_of_${id}` });
  }

  private respond(asked: StripeRequest, response: ServerResponse): void {
    const fault = this.faults.shift();
    if (fault === 'silence') return;
    if (fault === 'cut before') return void response.destroy();
    const { status, body } = this.remembered(asked, fault === 'cut after' ? undefined : fault);
    if (fault === 'cut after') return void response.destroy();
    response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_test' });
    response.end(JSON.stringify(body));
  }

  private remembered(asked: StripeRequest, fault: 429 | 500 | '500 after' | undefined): Answer {
    const key = asked.idempotencyKey;
    const form = JSON.stringify([asked.path, asked.form]);
    const known = key === undefined ? undefined : this.answers.get(key);
    if (known && known.form !== form) {
      return failure(
        400,
        'idempotency_error',
        undefined,
        'Keys for idempotent requests can only be used with the same parameters.',
      );
    }
    if (known) return known.answer;
    if (fault === 429) return failure(429, 'invalid_request_error', 'rate_limit', 'Too many requests.');
    const done = fault === 500 ? undefined : this.answer(asked);
    const isAnswered = done !== undefined && fault !== '500 after';
    const answer = isAnswered ? done : failure(500, 'api_error', undefined, 'An error occurred.');
    // What failed validation is not kept; what was begun is, a failure too.
    if (key !== undefined && answer.status !== 400) this.answers.set(key, { form, answer });
    return answer;
  }

  private answer({ method, path, form }: StripeRequest): Answer {
    const [, , resource, kind, id, verb] = path.split('/');
    if (method === 'POST' && path === '/v1/checkout/sessions') return this.createSession(form);
    if (method === 'GET' && resource?.startsWith('balance_transactions'))
      return this.page('balance_transactions', this.balance, new URL(path, 'http://stripe').searchParams);
    if (method === 'GET' && resource?.startsWith('events'))
      return this.page('events', this.events, new URL(path, 'http://stripe').searchParams);
    if (method === 'GET' && resource?.startsWith('refunds'))
      return this.readRefunds(new URL(path, 'http://stripe'));
    if (method === 'POST' && path === '/v1/refunds') return this.refund(form['payment_intent'] ?? '', form);
    const session = resource === 'checkout' && kind === 'sessions' ? this.sessions.get(id ?? '') : undefined;
    if (!session)
      return failure(404, 'invalid_request_error', 'resource_missing', `No such resource: '${path}'`);
    if (method === 'GET') return { status: 200, body: { object: 'checkout.session', ...session } };
    if (verb === 'expire' && session.status !== 'open') {
      const message = `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`;
      return failure(400, 'invalid_request_error', undefined, message);
    }
    session.status = 'expired';
    return { status: 200, body: { object: 'checkout.session', ...session } };
  }

  private createSession(form: StripeRequest['form']): Answer {
    const secondsLeft = Number(form['expires_at']) - Date.now() / 1000;
    if (secondsLeft < 30 * 60 || secondsLeft > 24 * 3600) {
      const message =
        'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.';
      return failure(400, 'invalid_request_error', undefined, message);
    }
    const amount_total = Number(form['line_items[0][price_data][unit_amount]']);
    if (amount_total > 0 && amount_total < LEAST) {
      const message = 'The Checkout Session’s total amount due must add up to at least €0.50 eur';
      return failure(400, 'invalid_request_error', 'amount_too_small', message);
    }
    const id = `cs_test_${this.sessions.size + 1}`;
    const session: Session = {
      id,
      url: `https://checkout.stripe.com/c/pay/${id}`,
      amount_total,
      currency: form['line_items[0][price_data][currency]'] ?? '',
      metadata: {
        keyhold: form['metadata[keyhold]'] ?? '',
        reservationId: form['metadata[reservationId]'] ?? '',
      },
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: null,
    };
    this.sessions.set(id, session);
    return { status: 200, body: { object: 'checkout.session', ...session } };
  }

  /** Of the payments whose money has gone back or is on its way. */
  get refunded(): string[] {
    return this.refunds.filter(isAlive).map(({ payment_intent }) => payment_intent);
  }

  /** Without an amount, all that is left (https://docs.stripe.com/api/refunds/create). */
  refund(payment_intent: string, form: StripeRequest['form'] = {}): Answer {
    const given = this.refunds.filter((each) => each.payment_intent === payment_intent && isAlive(each));
    const left = CAPTURED - given.reduce((sum, { amount }) => sum + amount, 0);
    const amount = Number(form['amount'] ?? left);
    if (left === 0) {
      const message = 'Charge has already been refunded.';
      return failure(400, 'invalid_request_error', 'charge_already_refunded', message);
    }
    if (amount > left) {
      const message = `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`;
      return failure(400, 'invalid_request_error', undefined, message);
    }
    const refund: StripeRefund = {
      id: `re_${this.refunds.length + 1}`,
      object: 'refund',
      payment_intent,
      amount,
      currency: 'eur',
      metadata: metadataIn(form),
      status: this.refundStatus,
    };
    this.refunds.unshift(refund);
    // What was answered stays as it was then.
    return { status: 200, body: { ...refund } };
  }

  /** A page of those that are as old (https://docs.stripe.com/api/pagination). */
  private page(resource: string, all: StripeServer['events'], query: URLSearchParams): Answer {
    const [from, to] = [Number(query.get('created[gte]')), Number(query.get('created[lt]'))];
    const types = [...query].flatMap(([name, type]) => (name.startsWith('types') ? [type] : []));
    const found = all.filter(
      ({ created, type }) =>
        created >= from && created < to && (types.length === 0 || types.includes(String(type))),
    );
    const start = found.findIndex(({ id }) => id === query.get('starting_after')) + 1;
    const end = start + Number(query.get('limit'));
    const list = { object: 'list', url: `/v1/${resource}`, has_more: end < found.length };
    return { status: 200, body: { ...list, data: found.slice(start, end) } };
  }

  private readRefunds(url: URL): Answer {
    const id = url.pathname.split('/')[3];
    const payment = url.searchParams.get('payment_intent');
    if (id === undefined) {
      const data = this.refunds.filter(({ payment_intent }) => payment_intent === payment);
      return { status: 200, body: { object: 'list', url: url.pathname, has_more: false, data } };
    }
    const refund = this.refunds.find((each) => each.id === id);
    if (refund) return { status: 200, body: { ...refund } };
    return failure(404, 'invalid_request_error', 'resource_missing', `No such refund: '${id}'`);
  }
}

function isAlive({ status }: StripeRefund): boolean {
  return status !== 'failed' && status !== 'canceled';
}

function metadataIn(form: StripeRequest['form']): Record<string, string> {
  const entries = Object.entries(form).flatMap(([name, value]) => {
    const [, key] = /^metadata\[(.+)\]$/.exec(name) ?? [];
    return key === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(entries);
}

function failure(status: number, type: string, code: string | undefined, message: string): Answer {
  return { status, body: { error: { type, code, message } } };
}
