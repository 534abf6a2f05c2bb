const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** Whether a Host header names this machine's loopback interface, with or without a port. */
export function isLoopback(host: string | undefined): boolean {
  return LOOPBACK.test(host ?? '');
}

/**
 * Whether a page of another machine's makes the request. Browsers name the page's origin where it could do
 * harm; the gateway believes whoever reaches it, so it must not be reached from any page of the Web.
 */
export function isForeignPage({ origin }: Readonly<Record<string, string>>): boolean {
  return origin !== undefined && !isLoopback(/^https?:\/\/(.*)$/.exec(origin)?.[1]);
}
