import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AwsError } from '../../core/errors';
import type { Json, JsonObject } from '../../core/json';
import type { Decision, Permission } from '../../core/principals';
import type { Attributes, Cloud, Resource, Service, ServiceCall } from '../../core/service';
import { unpack } from './bundle';
import { PERMISSION_TYPE, permissionResource } from './cloud-control';
import { Mappings } from './event-sources/mappings';
import { functionReference } from './function-name';
import { FunctionPool } from './function-pool';
import { configurationOf, type FunctionRecord } from './function-record';
import { functionSettings, invalid } from './function-settings';
import { invokeFunctionUrl } from './function-url';
import { invoke } from './invoke';
import { functionPermission, functionPolicy, getPolicy } from './resource-policy';
import { restProtocol } from './rest-protocol';
import { NOT_BY_URL, urlDenial, urlPermissions } from './url-authorization';
import { FunctionUrlRefused, urlRequestOf } from './url-protocol';
import { type FunctionUrl, functionUrl, urlAttributes } from './url-settings';

/** Lambda: each function's real bundle, in worker threads. */
export function lambda(cloud: Cloud): Service {
  return new Lambda(cloud);
}

/** The IAM action of each API action that runs here. */
const IAM_ACTIONS: Readonly<Record<string, string>> = {
  Invoke: 'lambda:InvokeFunction',
  GetFunction: 'lambda:GetFunction',
  GetPolicy: 'lambda:GetPolicy',
  GetFunctionUrlConfig: 'lambda:GetFunctionUrlConfig',
  ListFunctions: 'lambda:ListFunctions',
  ListEventSourceMappings: 'lambda:ListEventSourceMappings',
  GetEventSourceMapping: 'lambda:GetEventSourceMapping',
};

class Lambda implements Service {
  readonly name = 'lambda';
  readonly protocol = restProtocol;
  readonly resourceTypes = [
    'aws_lambda_function',
    'aws_lambda_permission',
    'aws_lambda_function_url',
    'aws_lambda_event_source_mapping',
    'aws_cloudcontrolapi_resource',
  ];
  private readonly functions = new Map<string, FunctionRecord>();
  private readonly mappings: Mappings;

  constructor(private readonly cloud: Cloud) {
    this.mappings = new Mappings(cloud);
  }

  async provision(resource: Resource): Promise<Attributes> {
    switch (resource.type) {
      case 'aws_lambda_function':
        return this.provisionFunction(resource);
      case 'aws_lambda_permission':
        return this.provisionPermission(resource);
      case 'aws_cloudcontrolapi_resource':
        return this.provisionByCloudControl(resource);
      case 'aws_lambda_event_source_mapping':
        return this.mappings.provision(resource, this.referenced(resource.address, resource.config).settings);
      default:
        return this.provisionUrl(resource);
    }
  }

  async start(): Promise<void> {
    this.mappings.start();
  }

  permissions({ action, input, principal }: ServiceCall): Permission[] {
    // Lambda needs nobody's permission to call a function for a mapping of its own.
    if (action === 'Invoke' && this.mappings.isCaller(principal)) return [];
    if (action === 'InvokeFunctionUrl') {
      const { record, url } = this.findUrl(input);
      return urlPermissions(record, url, principal);
    }
    const iamAction = IAM_ACTIONS[action];
    if (!iamAction) return [];
    if (action.startsWith('List')) return [{ action: iamAction, resource: '*' }];
    if (action === 'GetEventSourceMapping')
      return [{ action: iamAction, resource: this.mappings.arnOf(input['UUID']) }];
    const { name, qualifier } = functionReference(input['FunctionName'], input['Qualifier']);
    const arn = this.arnOf(name);
    const permissions = this.functions.get(name)?.permissions;
    return [
      {
        action: iamAction,
        resource: qualifier ? `${arn}:${qualifier}` : arn,
        context: NOT_BY_URL,
        resourcePolicy: permissions && functionPolicy(name, permissions),
      },
    ];
  }

  denied({ action, input }: ServiceCall, denied: readonly Decision[], refusal: AwsError): AwsError {
    if (action !== 'InvokeFunctionUrl') return refusal;
    const { record, url } = this.findUrl(input);
    const sentence = urlDenial(record, url, denied);
    if (sentence !== undefined) this.cloud.log('lambda', sentence);
    return new FunctionUrlRefused();
  }

  async handle(call: ServiceCall): Promise<Json> {
    switch (call.action) {
      case 'Invoke':
        return invoke(this.find(call.input), call, this.cloud);
      case 'InvokeFunctionUrl': {
        const { record, url } = this.findUrl(call.input);
        return invokeFunctionUrl(record, url, call, this.cloud);
      }
      case 'GetFunction':
        return getFunction(this.find(call.input));
      case 'GetPolicy':
        return policyOf(this.find(call.input));
      case 'GetFunctionUrlConfig':
        return getFunctionUrlConfig(this.find(call.input));
      case 'ListFunctions':
        return { Functions: [...this.functions.values()].map(configurationOf), NextMarker: null };
      case 'ListEventSourceMappings':
        return this.listMappings(call.input);
      case 'GetEventSourceMapping':
        return this.mappings.get(call.input['UUID']);
      default:
        throw new AwsError('UnknownOperationException', `lambda:${call.action} is not run locally.`, 404);
    }
  }

  async stop(): Promise<void> {
    const records = [...this.functions.values()];
    await this.mappings.stop();
    await Promise.all(records.map(({ pool }) => pool.stop()));
    await Promise.all(records.map(({ bundle }) => rm(bundle.taskRoot, { recursive: true, force: true })));
  }

  private provisionFunction(resource: Resource): Attributes {
    const settings = functionSettings(resource, this.cloud);
    this.cloud.assumeRole(settings.roleArn, 'lambda.amazonaws.com', settings.arn);
    const bundle = unpack(resolve(this.cloud.artifactDirectory, settings.zip), resource.address);
    const pool = new FunctionPool(settings, bundle.taskRoot, this.cloud);
    const lastModified = new Date(this.cloud.clock.now()).toISOString().replace('Z', '+0000');
    this.functions.set(settings.name, { settings, bundle, pool, lastModified, permissions: [] });
    const qualified = `${settings.arn}:${settings.version}`;
    return {
      id: settings.name,
      arn: settings.arn,
      invoke_arn: this.invokeArn(settings.arn),
      qualified_arn: qualified,
      qualified_invoke_arn: this.invokeArn(qualified),
      version: settings.version,
      last_modified: lastModified,
      code_sha256: bundle.sha256,
      source_code_size: bundle.size,
    };
  }

  private provisionPermission({ address, name, config }: Resource): Attributes {
    const { settings, permissions } = this.referenced(address, config);
    const id = typeof config['statement_id'] === 'string' ? config['statement_id'] : `terraform-${name}`;
    const { qualifier } = functionReference(config['function_name'], config['qualifier']);
    const resource = qualifier ? `${settings.arn}:${qualifier}` : settings.arn;
    permissions.push(functionPermission(address, id, config, resource, permissions.length));
    return { id, statement_id: id };
  }

  private provisionByCloudControl(resource: Resource): Attributes {
    const type = resource.config['type_name'];
    if (type === PERMISSION_TYPE) return this.provisionPermission(permissionResource(resource));
    this.cloud.log('lambda', `${resource.address}: ${String(type)} is not run locally.`);
    return {};
  }

  private provisionUrl(resource: Resource): Attributes {
    const record = this.referenced(resource.address, resource.config);
    const { name, arn } = record.settings;
    record.url = functionUrl(resource, arn, this.cloud.region);
    return urlAttributes(record.url, name, arn);
  }

  private listMappings({ FunctionName, EventSourceArn }: JsonObject): JsonObject {
    const name = FunctionName === undefined ? undefined : functionReference(FunctionName, undefined).name;
    return { EventSourceMappings: this.mappings.list(name, EventSourceArn) };
  }

  private referenced(address: string, config: JsonObject): FunctionRecord {
    const { name } = functionReference(config['function_name'], config['qualifier']);
    const record = this.functions.get(name);
    if (!record) throw invalid(address, `there is no function ${name}`);
    return record;
  }

  private find(input: JsonObject): FunctionRecord {
    const { name, qualifier } = functionReference(input['FunctionName'], input['Qualifier']);
    const record = this.functions.get(name);
    if (record && (qualifier ?? '$LATEST') === '$LATEST') return record;
    if (record && qualifier === record.settings.version) return record;
    const arn = qualifier ? `${this.arnOf(name)}:${qualifier}` : this.arnOf(name);
    throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
  }

  private findUrl(input: JsonObject): { record: FunctionRecord; url: FunctionUrl } {
    const { domainName } = urlRequestOf(input);
    for (const record of this.functions.values()) {
      if (record.url?.domainName === domainName) return { record, url: record.url };
    }
    this.cloud.log('lambda', `No function of this stack has the URL https://${domainName}/.`);
    throw new FunctionUrlRefused(null);
  }

  private arnOf(name: string): string {
    return `arn:aws:lambda:${this.cloud.region}:${this.cloud.accountId}:function:${name}`;
  }

  private invokeArn(functionArn: string): string {
    return `arn:aws:apigateway:${this.cloud.region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
  }
}

function getFunction(record: FunctionRecord): JsonObject {
  return { Configuration: configurationOf(record), Code: { RepositoryType: 'S3' } };
}

function policyOf({ settings, permissions }: FunctionRecord): JsonObject {
  return getPolicy(settings.arn, permissions);
}

function getFunctionUrlConfig({ settings, url }: FunctionRecord): JsonObject {
  if (!url) throw new AwsError('ResourceNotFoundException', `The function ${settings.name} has no URL.`, 404);
  return {
    FunctionUrl: url.functionUrl,
    FunctionArn: settings.arn,
    AuthType: url.authorization,
    InvokeMode: 'BUFFERED',
  };
}
