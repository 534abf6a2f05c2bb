/** A port of a service's own, for browsers: what a stack shows to the Web. */
export interface ViewerPort {
  /**
   * Opens the port on 127.0.0.1; 0 for any free one.
   * @returns its URL; undefined where the stack has nothing to show, and no port was opened
   * @throws PortUnavailable
   */
  listen(port: number): Promise<string | undefined>;
  /** The last visits, oldest first. */
  visits(): readonly EdgeVisit[];
}

/** A viewer's request and its response. Bodies are as they passed; large ones are not kept. */
export interface EdgeVisit {
  readonly traceId: string;
  readonly requestId: string;
  /** By the cloud's clock, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** By this process's own clock, which does not jump, to fractions of a millisecond. */
  readonly begunAt: number;
  readonly milliseconds: number;
  readonly behavior: string;
  readonly result: string;
  readonly request: EdgeMessage & { readonly method: string; readonly path: string };
  readonly response: EdgeMessage & { readonly statusCode: number };
}

export interface EdgeMessage {
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where it is larger than 16 KiB. */
  readonly body: Buffer | undefined;
  readonly size: number;
}
