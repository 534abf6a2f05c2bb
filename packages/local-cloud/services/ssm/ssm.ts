import type { DataSources } from '../../core/data-source';
import { AwsError } from '../../core/errors';
import type { Json, JsonObject } from '../../core/json';
import type { Permission } from '../../core/principals';
import { awsJson } from '../../core/protocols/aws-json';
import { optionalBoolean } from '../../core/request-input';
import type { Attributes, Cloud, Resource, Service, ServiceCall, SnapshotOptions } from '../../core/service';
import { describeParameters } from './describe-parameters';
import { nonEmptyString } from './input';
import { current } from './parameter';
import { selectionOf } from './parameter-name';
import { ParameterStore } from './parameter-store';
import { attributesOf, provisionParameter } from './provisioning';
import { putParameter } from './put-parameter';
import { getParameter, getParameters, getParametersByPath, namesOf, pathOf } from './read-parameters';
import { restoreParameters, snapshotParameters } from './snapshot';

/** Systems Manager's Parameter Store: in memory, or in a file that only its owner may read. */
export function ssm(cloud: Cloud): ParameterStoreService {
  return new ParameterStoreService(cloud);
}

type ParameterOperation = (input: JsonObject) => Json;

/** Systems Manager: its Parameter Store only. */
export class ParameterStoreService implements Service {
  readonly name = 'ssm';
  readonly protocol = awsJson('AmazonSSM', '1.1');
  readonly resourceTypes = ['aws_ssm_parameter'];
  /** Answers the stack's data sources. */
  readonly dataSources: DataSources;
  private readonly store: ParameterStore;
  private readonly operations: ReadonlyMap<string, ParameterOperation>;
  private readonly arnOf = (name: string) =>
    `arn:aws:ssm:${this.cloud.region}:${this.cloud.accountId}:parameter/${name.replace(/^\//, '')}`;

  constructor(private readonly cloud: Cloud) {
    this.store = new ParameterStore(cloud.dataDirectory('ssm'));
    const { store, arnOf } = this;
    this.operations = new Map<string, ParameterOperation>([
      ['DeleteParameter', (input) => this.deleteParameter(input)],
      ['DescribeParameters', (input) => describeParameters(store, input, arnOf)],
      ['GetParameter', (input) => getParameter(store, input, arnOf)],
      ['GetParameters', (input) => getParameters(store, input, arnOf)],
      ['GetParametersByPath', (input) => getParametersByPath(store, input, arnOf)],
      ['PutParameter', (input) => this.putParameter(input)],
    ]);
    this.dataSources = new Map([['aws_ssm_parameter', (config) => this.data(config)]]);
  }

  async provision(resource: Resource): Promise<Attributes> {
    const parameter = provisionParameter(this.store, resource, this.cloud.clock.now());
    return attributesOf(parameter, resource, this.arnOf(parameter.name));
  }

  permissions({ action, input }: ServiceCall): Permission[] {
    const names = this.namesIn(action, input);
    const needed = names.map((name) => ({ action: `ssm:${action}`, resource: this.arnOf(name) }));
    return [
      ...(needed.length > 0 ? needed : [{ action: `ssm:${action}`, resource: '*' }]),
      ...this.keyPermissions(action, input, names),
    ];
  }

  async handle({ action, input }: ServiceCall): Promise<Json> {
    const operation = this.operations.get(action);
    if (!operation) throw new AwsError('UnknownOperationException', `ssm:${action} is not run locally.`);
    return operation(input);
  }

  async snapshot({ secrets }: SnapshotOptions): Promise<Json> {
    return snapshotParameters(this.store, secrets);
  }

  async restore(snapshot: Json): Promise<void> {
    restoreParameters(this.store, snapshot);
  }

  async stop(): Promise<void> {}

  private putParameter(input: JsonObject): Json {
    const parameter = putParameter(this.store, input, this.cloud.clock.now());
    return { Version: current(parameter).version, Tier: parameter.tier };
  }

  private deleteParameter(input: JsonObject): Json {
    this.store.delete(this.store.get(nonEmptyString(input, 'Name')).name);
    return {};
  }

  /** `data "aws_ssm_parameter"`: decrypted unless it says otherwise. */
  private data(config: JsonObject): JsonObject | undefined {
    const found = this.store.find(String(config['name']));
    if (!found) return undefined;
    const { value, ciphertext, version } = current(found);
    const shown = config['with_decryption'] === false ? (ciphertext ?? value) : value;
    const insecure = found.type === 'SecureString' ? null : shown;
    return {
      id: found.name,
      arn: this.arnOf(found.name),
      type: found.type,
      version,
      value: shown,
      insecure_value: insecure,
    };
  }

  /** The parameters, or the path, that IAM checks; none for actions on all of them. */
  private namesIn(action: string, input: JsonObject): string[] {
    if (!this.operations.has(action)) return [];
    switch (action) {
      case 'DescribeParameters':
        return [];
      case 'GetParameters':
        return namesOf(input).map((name) => selectionOf(name).name);
      case 'GetParametersByPath':
        return [pathOf(input).replace(/(.)\/$/, '$1')];
      default:
        return [selectionOf(nonEmptyString(input, 'Name')).name];
    }
  }

  /** A customer managed key needs permissions of its own; `alias/aws/ssm` needs none. */
  private keyPermissions(action: string, input: JsonObject, names: readonly string[]): Permission[] {
    const encrypts = action === 'PutParameter' && typeof input['KeyId'] === 'string';
    const keys = encrypts
      ? [String(input['KeyId'])]
      : this.keysRead(input, names, action === 'GetParametersByPath');
    return keys
      .filter((key) => !key.includes('alias/'))
      .map((key) => ({ action: encrypts ? 'kms:Encrypt' : 'kms:Decrypt', resource: this.keyArn(key) }));
  }

  private keysRead(input: JsonObject, names: readonly string[], byPath: boolean): string[] {
    if (!optionalBoolean(input, 'WithDecryption')) return [];
    const read = byPath
      ? this.store.all().filter(({ name }) => names.some((path) => isBelow(name, path)))
      : names.flatMap((name) => this.store.find(name) ?? []);
    return [...new Set(read.flatMap(({ keyId }) => keyId ?? []))];
  }

  private keyArn(key: string): string {
    return key.startsWith('arn:')
      ? key
      : `arn:aws:kms:${this.cloud.region}:${this.cloud.accountId}:key/${key}`;
  }
}

function isBelow(name: string, path: string): boolean {
  return name.startsWith(path === '/' ? path : `${path}/`);
}
