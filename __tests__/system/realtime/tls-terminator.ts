import { type AddressInfo, connect } from 'node:net';
import { createServer } from 'node:tls';
import { generate } from 'selfsigned';

/** TLS for a server that speaks none, under a certificate of its own for `localhost`. */
export interface TlsTerminator {
  readonly port: number;
  readonly certificate: string;
  close(): Promise<void>;
}

export async function terminateTls(serverUrl: string): Promise<TlsTerminator> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  const { port } = new URL(serverUrl);
  const server = createServer({ cert, key }, (client) => {
    const inside = connect(Number(port), '127.0.0.1');
    client.pipe(inside).pipe(client);
    client.on('error', () => inside.destroy());
    inside.on('error', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    certificate: cert,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
