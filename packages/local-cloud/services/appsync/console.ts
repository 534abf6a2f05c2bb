import { printSchema } from 'graphql';
import type { ConsoleRoutes } from '../../core/console-routes';
import type { ApiRegistry } from './api-registry';

/** A GraphQL API as the console's editor needs it. */
export interface ShownApi {
  readonly id: string;
  /** On the gateway. */
  readonly path: string;
  /** A key that is valid now, where the API has any. */
  readonly apiKey?: string;
  /** The schema in GraphQL's own language. */
  readonly schema: string;
}

export function graphqlRoutes(apis: ApiRegistry, now: () => number): ConsoleRoutes {
  return { 'GET /graphql': () => ({ apis: shownApis(apis, now()) }) };
}

function shownApis(apis: ApiRegistry, now: number): ShownApi[] {
  return apis.all().map(({ settings, keys }) => {
    const valid = keys.find(({ expiresAt }) => now < expiresAt);
    return {
      id: settings.id,
      path: `/v1/apis/${settings.id}/graphql`,
      ...(valid && { apiKey: valid.key }),
      schema: printSchema(settings.schema),
    };
  });
}
