import { Clock } from '../../../core/clock';
import { AwsError } from '../../../core/errors';
import type { Cloud } from '../../../core/service';

export const ROLE = 'arn:aws:iam::123456789012:role/booking';

/** The part of a cloud that Lambda needs: one role it may assume, who a caller is, an endpoint, and a log that is kept. */
export interface StandInCloud extends Cloud {
  readonly lines: string[];
  endpointUrl: string;
}

export function standInCloud(artifactDirectory: string): StandInCloud {
  const lines: string[] = [];
  return {
    region: 'eu-central-1',
    accountId: '123456789012',
    clock: new Clock(),
    artifactDirectory,
    lines,
    endpointUrl: 'http://127.0.0.1:4566',
    dataDirectory: () => undefined,
    endpoint() {
      return this.endpointUrl;
    },
    call: async ({ service, action, principal }) => {
      if (service !== 'sts' || action !== 'GetCallerIdentity')
        throw new Error(`Lambda does not call ${service}:${action}.`);
      const [userId, name] =
        principal.kind === 'role'
          ? ['AROABOOKING:session', 'assumed-role/booking/session']
          : ['AIDADEVELOPER', 'user/developer'];
      return { Account: '123456789012', UserId: userId, Arn: `arn:aws:sts::123456789012:${name}` };
    },
    send: () => Promise.reject(new Error('Lambda sends no request.')),
    emit: () => undefined,
    allows: () => true,
    assumeRole(roleArn, servicePrincipal) {
      if (roleArn !== ROLE || servicePrincipal !== 'lambda.amazonaws.com') {
        throw new AwsError('AccessDenied', `${servicePrincipal} may not assume ${roleArn}.`, 403);
      }
      return {
        principal: { kind: 'role', roleArn, sessionName: 'lambda' },
        credentials: { accessKeyId: 'ASIAKEY', secretAccessKey: 'secret', sessionToken: 'token' },
      };
    },
    log: (service, message) => void lines.push(`${service}: ${message}`),
  };
}
