/** An error of HTTP itself: the request is wrong before the domain is asked. */
export abstract class HttpError extends Error {
  abstract override readonly name: string;
  abstract readonly status: number;
  /** Header fields besides those of every problem document. */
  readonly headers: Readonly<Record<string, string>> = {};
}

/** A parameter of the query is not what it should be; the sentence names it. */
export class BadQuery extends HttpError {
  override readonly name = 'BadQuery';
  readonly status = 400;
}

/** A request that did not come through the edge. */
export class Forbidden extends HttpError {
  override readonly name = 'Forbidden';
  readonly status = 403;
}

export class NotFound extends HttpError {
  override readonly name = 'NotFound';
  readonly status = 404;
}

export class MethodNotAllowed extends HttpError {
  override readonly name = 'MethodNotAllowed';
  readonly status = 405;
  override readonly headers: Readonly<Record<string, string>>;

  /** @param allowed the methods, separated by commas */
  constructor(allowed: string, sentence: string) {
    super(sentence);
    this.headers = { allow: allowed };
  }
}

export class BodyTooLarge extends HttpError {
  override readonly name = 'BodyTooLarge';
  readonly status = 413;

  constructor(most: number) {
    super(`The body has more than ${most} bytes.`);
  }
}
