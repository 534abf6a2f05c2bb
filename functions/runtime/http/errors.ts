/** What the catalog says no to: an HTTP status, its own phrase, and a sentence that a person can act on. */
export abstract class Refusal extends Error {
  abstract readonly status: number;
  abstract readonly title: string;
  /** Header fields besides those of every problem document. */
  readonly headers: Readonly<Record<string, string>> = {};
}

/** A parameter of the query is not what it should be; the sentence names it. */
export class BadQuery extends Refusal {
  override readonly name = 'BadQuery';
  readonly status = 400;
  readonly title = 'Bad Request';
}

export class NotFound extends Refusal {
  override readonly name = 'NotFound';
  readonly status = 404;
  readonly title = 'Not Found';
}

/** The catalog only reads. */
export class MethodNotAllowed extends Refusal {
  override readonly name = 'MethodNotAllowed';
  readonly status = 405;
  readonly title = 'Method Not Allowed';
  override readonly headers: Readonly<Record<string, string>>;

  constructor(method: string, allowed: string) {
    super(
      `${method} is not for the catalog, which only reads. Use ${allowed}; change things by the GraphQL API.`,
    );
    this.headers = { allow: allowed };
  }
}

/** Everything that is our fault. It tells nothing but where the cause is to be found: in the log. */
export class Unanswerable extends Refusal {
  override readonly name = 'Unanswerable';
  readonly status = 500;
  readonly title = 'Internal Server Error';

  constructor(requestId: string) {
    super(`The request could not be answered. Try again; if it fails again, report request ${requestId}.`);
  }
}
