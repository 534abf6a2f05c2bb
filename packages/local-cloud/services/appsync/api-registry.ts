import type { GraphqlApi } from './graphql-api';

/** The APIs that run here, and which of them a request is for. */
export class ApiRegistry {
  private readonly apis = new Map<string, GraphqlApi>();

  add(api: GraphqlApi): void {
    this.apis.set(api.settings.id, api);
  }

  all(): readonly GraphqlApi[] {
    return [...this.apis.values()];
  }

  get(id: string): GraphqlApi | undefined {
    return this.apis.get(id);
  }

  /**
   * By the id in the path; else by the host; else the one whose key is sent; else the only one.
   */
  find(idInPath: string | undefined, headers: Readonly<Record<string, string>>): GraphqlApi | undefined {
    if (idInPath !== undefined) return this.apis.get(idInPath);
    const all = this.all();
    const byHost = this.apis.get(apiIdIn(headers['host']) ?? '');
    const byKey = all.find(({ keys }) => keys.some(({ key }) => key === headers['x-api-key']));
    return byHost ?? byKey ?? (all.length === 1 ? all[0] : undefined);
  }

  /** Why no API was found for a request. */
  whichSentence(): string {
    const paths = [...this.apis.keys()].map((id) => `/v1/apis/${id}/graphql`);
    if (paths.length === 0) return 'The stack has no GraphQL API.';
    return `The request names none of the APIs that run here; send it to ${paths.join(' or ')}.`;
  }
}

/** `<id>.appsync-api.<region>.amazonaws.com`, or `<id>.appsync-realtime-api.…` */
export function apiIdIn(host: string | undefined): string | undefined {
  return /^([a-z0-9]+)\.appsync(?:-realtime)?-api\./.exec(host ?? '')?.[1];
}
