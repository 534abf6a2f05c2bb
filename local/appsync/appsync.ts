import {
  type Attributes,
  AwsError,
  type Cloud,
  type Json,
  type Permission,
  type Resource,
  type Service,
  type ServiceCall,
} from '../service';
import { CONFIGURATIONS } from './api-configuration';
import { ApiRegistry } from './api-registry';
import { callerOf } from './caller';
import { executeOperation } from './execution';
import { GRAPHQL, type GraphqlInput, graphqlInput, httpProtocol, refusal } from './http-protocol';
import { provisionApi, provisionDataSource, provisionKey, provisionResolver } from './provisioning';
import { graphqlRequest } from './request';
import { rootFields } from './root-fields';
import { TransportError } from './wire-error';

/** AppSync: GraphQL APIs with direct Lambda resolvers, over HTTP. */
export function appSync(cloud: Cloud): Service {
  return new AppSync(cloud);
}

class AppSync implements Service {
  readonly name = 'appsync';
  readonly protocol = httpProtocol;
  readonly resourceTypes = Object.keys(CONFIGURATIONS);
  private readonly apis = new ApiRegistry();

  constructor(private readonly cloud: Cloud) {}

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

  /** Callers by IAM need each root field that they ask for; callers by API key need nothing of IAM. */
  permissions({ action, input, principal }: ServiceCall): Permission[] {
    const isSigned = principal.kind === 'role' || principal.kind === 'developer';
    if (action !== GRAPHQL || !isSigned) return [];
    const { body, headers, apiId } = graphqlInput(input);
    const api = this.apis.find(apiId, headers);
    if (!api) return [];
    return rootFields(body, api.settings.schema).map(({ type, field }) => ({
      action: 'appsync:GraphQL',
      resource: `${api.settings.arn}/types/${type}/fields/${field}`,
    }));
  }

  async handle(call: ServiceCall): Promise<Json> {
    if (call.action !== GRAPHQL) {
      throw new AwsError('UnknownOperationException', `appsync:${call.action} is not run locally.`, 404);
    }
    try {
      return await this.answer(graphqlInput(call.input), call);
    } catch (error) {
      if (error instanceof TransportError) return refusal(error);
      throw error;
    }
  }

  async stop(): Promise<void> {}

  private async answer(
    { body, headers, apiId }: GraphqlInput,
    { principal, traceId }: ServiceCall,
  ): Promise<Json> {
    const api = this.apis.find(apiId, headers);
    if (!api) throw new TransportError(404, 'NotFoundException', this.apis.whichSentence());
    const caller = callerOf(api, principal, headers, this.cloud);
    const { cookie: _notPassed, ...passed } = headers;
    const request = graphqlRequest(body);
    return {
      statusCode: 200,
      headers: { 'x-amzn-appsync-tokensconsumed': '1' },
      body: await executeOperation({ api, request, caller, headers: passed, traceId }, this.cloud),
    };
  }
}
