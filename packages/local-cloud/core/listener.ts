import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from './errors';

/** How long a stop waits for requests under way: longer than any of ours takes. */
const LONGEST_FINISH_MS = 5_000;

/**
 * Opens a server's port on the loopback interface. Its connections stay open until the client or a stop closes
 * them: a client that comes back after a pause is never cut off, however long it keeps its connections.
 * @param port 0 for any free one
 * @throws UserError where the port is taken or may not be used
 */
export async function listen(server: Server, port: number): Promise<void> {
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(unavailable(port, error)));
    server.listen(port, '127.0.0.1', resolve);
  });
}

/** The URL of a server that listens. */
export function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Takes no more requests, lets those under way finish for 5 s at most, and closes every connection. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), LONGEST_FINISH_MS);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    // Connections that are busy now are closed as soon as they have nothing more to do.
    server.keepAliveTimeout = 1;
    server.closeIdleConnections();
  });
}

/** Why a port was not opened. */
function unavailable(port: number, error: NodeJS.ErrnoException): Error {
  const refuse = (problem: string, nextStep: string) =>
    new UserError('PortUnavailable', `Port ${port} ${problem}.`, nextStep, { cause: error });
  if (error.code === 'EADDRINUSE') return refuse('is in use', 'Stop what uses it, or choose another port.');
  if (error.code === 'EACCES') return refuse('may not be used by this account', 'Choose one above 1023.');
  return error;
}
