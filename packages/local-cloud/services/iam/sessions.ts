import { randomBytes, randomInt } from 'node:crypto';
import type { Clock } from '../../core/clock';
import { AwsError } from '../../core/errors';
import type { Credentials, Principal } from '../../core/principals';

interface Session {
  readonly principal: Principal;
  readonly credentials: Credentials;
  /** Milliseconds since the epoch; a service renews its own in time, so they have no end. */
  readonly expiresAt: number;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The temporary credentials that were handed out, and whose they are. */
export class Sessions {
  private readonly byAccessKey = new Map<string, Session>();

  constructor(private readonly clock: Clock) {}

  issue(principal: Principal, expiresAt = Number.POSITIVE_INFINITY): Credentials {
    const credentials = {
      accessKeyId: `ASIA${Array.from({ length: 16 }, () => ALPHABET[randomInt(32)]).join('')}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(96).toString('base64'),
    };
    this.byAccessKey.set(credentials.accessKeyId, { principal, credentials, expiresAt });
    return credentials;
  }

  /** Whose key it is; undefined for a key that was not handed out here. */
  principalOf(accessKeyId: string): Principal | undefined {
    const session = this.byAccessKey.get(accessKeyId);
    if (session && session.expiresAt <= this.clock.now()) {
      throw new AwsError(
        'ExpiredTokenException',
        'The security token included in the request is expired',
        403,
      );
    }
    return session?.principal;
  }
}
