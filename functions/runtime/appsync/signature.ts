import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';

type Credentials = ConstructorParameters<typeof SignatureV4>[0]['credentials'];

/** The headers of a request, with its signature. */
export type Sign = (url: URL, body: string) => Promise<Readonly<Record<string, string>>>;

/**
 * Signs POSTs of JSON to AppSync as IAM requires (Signature Version 4, service `appsync`).
 * https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
 */
export function appsyncSignature(region: string, credentials: Credentials): Sign {
  const signer = new SignatureV4({ service: 'appsync', region, credentials, sha256: Sha256 });
  return async (url, body) => {
    const { headers } = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      headers: {
        host: url.host,
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
      },
      body,
    });
    return headers;
  };
}
