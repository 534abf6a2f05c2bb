import type { Authorizer } from './authorizer';
import type { Clock } from './clock';
import type { ConsoleRoutes } from './console-routes';
import type { DataSources } from './data-source';
import type { AwsError } from './errors';
import type { HttpRequest, HttpResponse } from './http/message';
import type { Json, JsonObject } from './json';
import type { Credentials, Decision, Permission, Principal } from './principals';
import type { ViewerPort } from './viewers';
import type { WebSocketEndpoint } from './web-sockets';

/** One call to one AWS action, however it arrived: over HTTP or from another service. */
export interface ServiceCall {
  /** The action as in AWS's API reference: `UpdateItem`, `StartExecution`, `Invoke`. */
  readonly action: string;
  /** The action's input as its AWS API defines it. */
  readonly input: JsonObject;
  readonly principal: Principal;
  /** A UUID: the `x-amzn-requestid` of the answer. */
  readonly requestId: string;
  /** The request this call is part of, from the edge or the API down to the table. */
  readonly traceId: string;
}

/** A resource of the synthesized stack with every expression in its configuration evaluated. */
export interface Resource {
  /** `aws_dynamodb_table` */
  readonly type: string;
  /** The logical name within its type: `orders`. */
  readonly name: string;
  /** `aws_dynamodb_table.orders`, as Terraform prints it. */
  readonly address: string;
  /** The configuration as in the Terraform JSON (snake_case). */
  readonly config: JsonObject;
}

/** What AWS computes when a resource is made (`arn`, `id`, …); later expressions refer to these. */
export type Attributes = JsonObject;

/** How a service's calls look on the wire: AWS JSON, query, or REST. */
export interface Protocol {
  /**
   * Whether the host's name alone may tell that a request is for this service. Such a request may have any path
   * and headers, so these services are asked before all others.
   */
  readonly byHost?: true;
  /** The action and input of a request that is for this service; undefined if it is not. */
  parse(request: HttpRequest): { action: string; input: JsonObject } | undefined;
  render(output: Json, call: ServiceCall): HttpResponse;
  renderError(error: AwsError, requestId: string): HttpResponse;
}

/** What of a service's data goes into a snapshot. */
export interface SnapshotOptions {
  /** The values of secrets, too. */
  readonly secrets: boolean;
}

/** One AWS service of the local cloud. It knows the others only through `Cloud.call`. */
export interface Service {
  /** The prefix of its IAM actions and of its endpoints: `dynamodb`, `states`, `lambda`, `appsync`. */
  readonly name: string;
  readonly protocol: Protocol;
  /** The Terraform resource types it runs. */
  readonly resourceTypes: readonly string[];
  /** Creates one resource. Called in the order of the references between resources. */
  provision(resource: Resource): Promise<Attributes>;
  /** Called once after everything is provisioned: starts timers and resumes unfinished work. */
  start?(): Promise<void>;
  /** What the call needs to be allowed. None means that any caller with credentials may (STS GetCallerIdentity). */
  permissions(call: ServiceCall): Permission[];
  /** Actions whose callers it authenticates itself, by API keys or tokens: unsigned calls reach them. */
  readonly authenticates?: readonly string[];
  /**
   * How it answers a call that was denied, where it has words of its own for that.
   * @param denied what the caller lacks, one at least
   * @param refusal AWS's usual answer
   */
  denied?(call: ServiceCall, denied: readonly Decision[], refusal: AwsError): AwsError;
  /** Answers the call or throws an {@link AwsError}. Anything else thrown is a bug: a 500. */
  handle(call: ServiceCall): Promise<Json>;
  /** What it keeps that outlives the process, as JSON that a person can read. Its work has not started. */
  snapshot?(options: SnapshotOptions): Promise<Json>;
  /**
   * Takes in a snapshot after everything is provisioned and before any work has started; where it holds data
   * already, that of the snapshot wins. Throws a UserError `InvalidSnapshot` that names what cannot be taken.
   */
  restore?(snapshot: Json): Promise<void>;
  /** Its answers to Terraform's data sources. */
  readonly dataSources?: DataSources;
  /** Its answers to Terraform's ephemeral resources: other values in each run. */
  readonly ephemeralResources?: DataSources;
  /** Takes WebSockets on the gateway's port. */
  readonly webSockets?: WebSocketEndpoint;
  /** Shows the stack to browsers on a port of its own. */
  readonly viewerPort?: ViewerPort;
  /** Decides for all services who may do what. Exactly one service has it. */
  readonly authorizer?: Authorizer;
  /**
   * What the console shows of it and may do to it.
   * @param services the names of all services that run here
   */
  consoleRoutes?(services: readonly string[]): ConsoleRoutes;
  /** Takes the events that AWS's services tell of themselves: EventBridge's default bus. */
  takeEvent?(event: ServiceEvent): void;
  /** Finishes what is under way and closes files, threads and sockets. */
  stop(): Promise<void>;
}

/** What an AWS service tells of itself (https://docs.aws.amazon.com/eventbridge/latest/ref/events.html). */
export interface ServiceEvent {
  /** `aws.states` */
  readonly source: string;
  /** `Step Functions Execution Status Change` */
  readonly detailType: string;
  /** The ARNs that it is about. */
  readonly resources: readonly string[];
  readonly detail: JsonObject;
}

/**
 * What a folder of `services/` exports as `services` from its `index.ts`: makes the services of that folder, one as
 * a rule, and several where AWS gives one thing several APIs (IAM and STS).
 */
export type ServiceFactory = (cloud: Cloud) => readonly Service[];

/** A call from inside the cloud to one of its services. */
export interface OutgoingCall {
  /** The `name` of the service called. */
  readonly service: string;
  readonly action: string;
  readonly input: JsonObject;
  readonly principal: Principal;
  readonly traceId: string;
}

/** What the cloud gives to its services. */
export interface Cloud {
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly clock: Clock;
  /** The folder of the synthesized stack, where its assets lie. */
  readonly artifactDirectory: string;
  /** Where this service may keep files that outlive the process; undefined means memory only. */
  dataDirectory(service: string): string | undefined;
  /** The gateway's own URL (`http://127.0.0.1:4566`): the AWS endpoint of everything that runs here. */
  endpoint(): string;
  /** The one way from a service to another: checks the identity, traces, then handles. */
  call(call: OutgoingCall): Promise<Json>;
  /**
   * An HTTP request to an endpoint of the cloud, named by its `host` header (a bucket's, a function URL's,
   * the API's): the gateway's own way in, without the network. The same checks as `call`.
   */
  send(request: HttpRequest, principal: Principal, traceId: string): Promise<HttpResponse>;
  /** Whether a principal could do something: for what only who may do it is told. */
  allows(principal: Principal, permission: Permission): boolean;
  /**
   * Credentials of a role for an AWS service (`lambda.amazonaws.com`). Throws an AwsError when the
   * role does not exist or its trust policy does not let that service assume it.
   * @param sourceArn the resource that the service acts for: a function, a state machine
   */
  assumeRole(
    roleArn: string,
    servicePrincipal: string,
    sourceArn: string,
  ): { principal: Principal; credentials: Credentials };
  /** Tells an event of the service itself. As with AWS's best effort, one may be lost when the process dies. */
  emit(event: ServiceEvent): void;
  /** A line in the local log, said by the service `name`. */
  log(service: string, message: string): void;
}
