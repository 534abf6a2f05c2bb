import { Clock } from '../core/clock';
import type { Json, JsonObject } from '../core/json';
import type { Cloud, OutgoingCall, Service } from '../core/service';
import { stepFunctions } from '../services/stepfunctions/stepfunctions';

export const ROLE = 'arn:aws:iam::123456789012:role/workflow';
const PREFIX = 'arn:aws:states:eu-west-1:123456789012';

type Handler = (call: OutgoingCall) => Promise<Json>;

/** A cloud of Step Functions alone, with one state machine, `machine`; its task calls go to `handler`. */
export class StateMachineCloud {
  readonly clock = new Clock();
  readonly machineArn = `${PREFIX}:stateMachine:machine`;
  readonly log: string[] = [];
  private readonly service: Service;

  private constructor(
    private readonly handler: Handler,
    dataDirectory: string | undefined,
  ) {
    const cloud: Cloud = {
      region: 'eu-west-1',
      accountId: '123456789012',
      clock: this.clock,
      artifactDirectory: '',
      dataDirectory: () => dataDirectory,
      endpoint: () => '',
      call: (call) => (call.service === 'states' ? this.call(call.action, call.input) : this.handler(call)),
      send: () => Promise.reject(new Error('Step Functions sends no raw requests')),
      emit: () => undefined,
      allows: () => true,
      assumeRole: (roleArn) => ({
        principal: { kind: 'role', roleArn, sessionName: 'test' },
        credentials: { accessKeyId: '', secretAccessKey: '', sessionToken: '' },
      }),
      log: (_service, message) => this.log.push(message),
    };
    this.service = stepFunctions(cloud);
  }

  /**
   * Starts the cloud with a definition. What the tasks of the machine call is answered by `handler`.
   * @param options where executions are stored (in memory otherwise), by how many milliseconds the clock is ahead, and
   * further arguments of the Terraform resource
   */
  static async with(
    definition: Json | string,
    handler: Handler = async () => ({}),
    options: { dataDirectory?: string; elapsed?: number; config?: JsonObject } = {},
  ): Promise<StateMachineCloud> {
    const cloud = new StateMachineCloud(handler, options.dataDirectory);
    if (options.elapsed !== undefined) cloud.clock.advance(options.elapsed);
    const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
    await cloud.provision({ definition: text, ...options.config });
    await cloud.service.start?.();
    return cloud;
  }

  /** Makes the machine, or updates it, from the arguments of `aws_sfn_state_machine`. */
  provision(config: JsonObject): Promise<JsonObject> {
    return this.service.provision({
      type: 'aws_sfn_state_machine',
      name: 'machine',
      address: 'aws_sfn_state_machine.machine',
      config: { name: 'machine', role_arn: ROLE, type: 'STANDARD', ...config },
    });
  }

  /** Calls an operation as the developer; answers its output, or rejects with its AwsError. */
  async call(action: string, input: JsonObject): Promise<JsonObject> {
    const principal = { kind: 'developer' } as const;
    const output = await this.service.handle({ action, input, principal, requestId: 'r', traceId: 't' });
    return output as JsonObject;
  }

  /** Starts an execution; gives its ARN. */
  async begin(name: string, input: Json = {}): Promise<string> {
    const { stateMachineArn, input: text } = {
      stateMachineArn: this.machineArn,
      input: JSON.stringify(input),
    };
    const { executionArn } = await this.call('StartExecution', { stateMachineArn, name, input: text });
    return String(executionArn);
  }

  /** The ARN of the execution of this name. */
  arn(name: string): string {
    return `${PREFIX}:execution:machine:${name}`;
  }

  /** What DescribeExecution answers. */
  describe(name: string): Promise<JsonObject> {
    return this.call('DescribeExecution', { executionArn: this.arn(name) });
  }

  /** The first 1,000 events of an execution, in order. */
  async history(name: string): Promise<{ id: number; type: string; previousEventId: number }[]> {
    const { events } = await this.call('GetExecutionHistory', {
      executionArn: this.arn(name),
      maxResults: 1000,
    });
    return events as { id: number; type: string; previousEventId: number }[];
  }

  /** The types of those events. */
  async types(name: string): Promise<string[]> {
    return (await this.history(name)).map(({ type }) => type);
  }

  /** The states an execution went through, in order. */
  async states(name: string): Promise<string[]> {
    const { events } = await this.call('GetExecutionHistory', {
      executionArn: this.arn(name),
      maxResults: 1000,
    });
    return (events as JsonObject[]).flatMap(({ stateEnteredEventDetails: details }) =>
      details === undefined ? [] : [String((details as JsonObject).name)],
    );
  }

  /** Waits until an execution has ended, moving the clock on to whatever is due next. */
  async finish(name: string): Promise<JsonObject> {
    for (;;) {
      const description = await this.describe(name);
      if (description.status !== 'RUNNING') return description;
      await this.turn();
      const due = this.clock.nextAlarm();
      if (due !== undefined) this.clock.advance(Math.max(0, due - this.clock.now()));
    }
  }

  /** Waits until an execution's history has an event of one of these types. */
  async reaches(name: string, ...types: string[]): Promise<void> {
    while (!(await this.types(name)).some((type) => types.includes(type))) await this.turn();
  }

  /** Stops the service and the clock. What is stored stays. */
  async stop(): Promise<void> {
    await this.service.stop();
    this.clock.stop();
  }

  private turn(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}
