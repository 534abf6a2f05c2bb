import type { Role } from './roles';

/** The principals that a trust policy allows something, for a person to read. */
export function trustedNames(role: Role): string[] {
  return role.trust
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ principal }) => {
      if (!principal) return [];
      const { everyone, aws, services, federated } = principal;
      return [...(everyone ? ['*'] : []), ...aws, ...services, ...federated];
    });
}
