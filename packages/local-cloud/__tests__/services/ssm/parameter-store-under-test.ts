import { Clock } from '../../../core/clock';
import type { Json, JsonObject } from '../../../core/json';
import type { Cloud, Resource, ServiceCall } from '../../../core/service';
import { type ParameterStoreService, ssm } from '../../../services/ssm/ssm';

export const ARN = 'arn:aws:ssm:eu-west-1:123456789012:parameter';

/** A cloud of Parameter Store alone. */
export class ParameterStoreUnderTest {
  readonly clock = new Clock();
  readonly service: ParameterStoreService;

  /** @param folder where it keeps its data; in memory unless told */
  constructor(folder?: string) {
    const cloud: Cloud = {
      region: 'eu-west-1',
      accountId: '123456789012',
      clock: this.clock,
      artifactDirectory: '',
      dataDirectory: () => folder,
      endpoint: () => '',
      call: () => Promise.reject(new Error('Parameter Store calls nobody')),
      send: () => Promise.reject(new Error('Parameter Store sends nothing')),
      emit: () => undefined,
      allows: () => true,
      assumeRole: () => {
        throw new Error('Parameter Store has no role');
      },
      log: () => undefined,
    };
    this.service = ssm(cloud);
  }

  /** Answers the output, or rejects with the AwsError. */
  async call(action: string, input: JsonObject): Promise<JsonObject> {
    return (await this.service.handle(this.callOf(action, input))) as JsonObject;
  }

  /** What IAM would be asked: `ssm:GetParameter arn:…`. */
  permissions(action: string, input: JsonObject): string[] {
    return this.service
      .permissions(this.callOf(action, input))
      .map(({ action: permission, resource }) => `${permission} ${resource}`);
  }

  put(Name: string, Value: string, more: JsonObject = {}): Promise<JsonObject> {
    return this.call('PutParameter', { Name, Value, Type: 'String', ...more });
  }

  async value(Name: string, more: JsonObject = {}): Promise<Json | undefined> {
    const { Parameter } = await this.call('GetParameter', { Name, WithDecryption: true, ...more });
    return (Parameter as JsonObject)['Value'];
  }

  provision(config: JsonObject): Promise<JsonObject> {
    return this.service.provision(resourceOf(config));
  }

  private callOf(action: string, input: JsonObject): ServiceCall {
    return { action, input, principal: { kind: 'developer' }, requestId: 'r', traceId: 't' };
  }
}

function resourceOf(config: JsonObject): Resource {
  return { type: 'aws_ssm_parameter', name: 'secret', address: 'aws_ssm_parameter.secret', config };
}
