import { createHash } from 'node:crypto';

/** The same resource has the same ids in every run, so that stored ids stay valid. */
function digest(seed: string): Buffer {
  return createHash('sha256').update(seed).digest();
}

/** An id in the form of a UUID, as policies and web ACLs have it. */
export function uuidOf(address: string): string {
  const hex = digest(address).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/** An id in the form of a distribution's: `E` and 13 capitals and digits. */
export function edgeIdOf(address: string): string {
  return `E${alphanumeric(address).toUpperCase()}`;
}

/** The domain name of a distribution: `d` and 13 letters and digits. */
export function domainNameOf(address: string): string {
  return `d${alphanumeric(`domain of ${address}`)}.cloudfront.net`;
}

/** The 32 hexadecimal digits with which an edge location signs `Via`. */
export function viaOf(distributionId: string): string {
  return digest(distributionId).toString('hex').slice(0, 32);
}

function alphanumeric(seed: string): string {
  return BigInt(`0x${digest(seed).toString('hex')}`)
    .toString(36)
    .slice(0, 13);
}
