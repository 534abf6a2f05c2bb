import type { ConsoleRoutes } from '../../core/console-routes';
import { AwsError } from '../../core/errors';
import type { Json } from '../../core/json';
import type { Permission } from '../../core/principals';
import type { Attributes, Cloud, Resource, Service, ServiceCall } from '../../core/service';
import { CONFIGURATIONS } from './api-configuration';
import { ApiRegistry } from './api-registry';
import { callerOf, isSigned, resolverHeaders } from './caller';
import { graphqlRoutes } from './console';
import { executeOperation, type GraphqlExecution } from './execution';
import { GRAPHQL, graphqlInput, httpProtocol, refusal, SUBSCRIBE } from './http-protocol';
import { provisionApi, provisionDataSource, provisionKey, provisionResolver } from './provisioning';
import { Realtime } from './realtime/realtime';
import { startErrors } from './realtime/start';
import { graphqlRequest } from './request';
import { rootFields } from './root-fields';
import { TransportError } from './wire-error';

/** AppSync: GraphQL APIs with direct Lambda resolvers, over HTTP and, for subscriptions, over WebSockets. */
export function appSync(cloud: Cloud): AppSync {
  return new AppSync(cloud);
}

export class AppSync implements Service {
  readonly name = 'appsync';
  readonly protocol = httpProtocol;
  readonly resourceTypes = Object.keys(CONFIGURATIONS);
  /** By API key (https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html). */
  readonly authenticates = [GRAPHQL, SUBSCRIBE];
  readonly webSockets: Realtime;
  private readonly apis = new ApiRegistry();

  constructor(private readonly cloud: Cloud) {
    this.webSockets = new Realtime(this.apis, cloud);
  }

  async provision(resource: Resource): Promise<Attributes> {
    switch (resource.type) {
      case 'aws_appsync_graphql_api':
        return provisionApi(resource, this.apis, this.cloud);
      case 'aws_appsync_api_key':
        return provisionKey(resource, this.apis, this.cloud);
      case 'aws_appsync_datasource':
        return provisionDataSource(resource, this.apis, this.cloud);
      default:
        return provisionResolver(resource, this.apis);
    }
  }

  consoleRoutes(): ConsoleRoutes {
    return graphqlRoutes(this.apis, () => this.cloud.clock.now());
  }

  /** IAM callers need a permission for each root field; API key callers need none. */
  permissions({ action, input, principal }: ServiceCall): Permission[] {
    if ((action !== GRAPHQL && action !== SUBSCRIBE) || !isSigned(principal)) return [];
    const { body, headers, apiId } = graphqlInput(input);
    const api = this.apis.find(apiId, headers);
    if (!api) return [];
    return rootFields(body, api.settings.schema).map(({ type, field }) => ({
      action: 'appsync:GraphQL',
      resource: `${api.settings.arn}/types/${type}/fields/${field}`,
    }));
  }

  async handle(call: ServiceCall): Promise<Json> {
    const { action } = call;
    if (action !== GRAPHQL && action !== SUBSCRIBE) {
      throw new AwsError('UnknownOperationException', `appsync:${action} is not run locally.`, 404);
    }
    try {
      const execution = this.execution(call);
      if (action === GRAPHQL) return await this.answer(execution);
      return { errors: [...(await startErrors(execution, this.cloud))] };
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      return action === GRAPHQL
        ? refusal(error)
        : { errors: [{ errorType: error.errorType, message: error.message }] };
    }
  }

  /** Ends the subscribers' connections. */
  stop(): Promise<void> {
    return this.webSockets.close();
  }

  private async answer(execution: GraphqlExecution): Promise<Json> {
    const body = await executeOperation(execution, this.cloud);
    this.webSockets.publish(execution.api, execution.request, body);
    return { statusCode: 200, headers: { 'x-amzn-appsync-tokensconsumed': '1' }, body };
  }

  /** @throws TransportError where the request is refused before any operation runs */
  private execution({ input, principal, traceId }: ServiceCall): GraphqlExecution {
    const { body, headers, apiId } = graphqlInput(input);
    const api = this.apis.find(apiId, headers);
    if (!api) throw new TransportError(404, 'NotFoundException', this.apis.whichSentence());
    const caller = callerOf(api, principal, headers, this.cloud);
    return { api, request: graphqlRequest(body), caller, headers: resolverHeaders(headers), traceId };
  }
}
