import { LocalCloud } from '../cloud';
import type { Clock } from '../core/clock';
import type { Json, JsonObject } from '../core/json';
import { environmentVariables } from '../environment-variables';
import type { Span } from '../gateway/traces';
import type { Product } from '../product';

/** How a test runs a stack. */
export interface LocalCloudSettings {
  /** The folder of a synthesized stack: `cdktf.out/stacks/my-stack`. */
  readonly artifact: string;
  readonly product?: Product;
  /** Where tables, executions and parameters are kept; in memory unless told. */
  readonly dataDirectory?: string;
  /** Takes the lines of the local log: denied permissions with the statement that was missing, failures. */
  readonly log?: (line: string) => void;
}

/** A local cloud of a test's own, on free ports. */
export interface StartedCloud {
  /** AWS's APIs: the endpoint of any client. */
  readonly gatewayUrl: string;
  readonly graphqlUrl: string;
  /** The page behind the edge; undefined where the stack has no distribution. */
  readonly siteUrl: string | undefined;
  readonly region: string;
  /** Its own: `clock.advance(15 * 60_000)` makes fifteen minutes pass at once. */
  readonly clock: Clock;
  /** The stack's outputs, the sensitive ones too: `apiKey`, `ordersTable`, … */
  readonly outputs: Readonly<Record<string, Json>>;
  /** For a child process: `AWS_ENDPOINT_URL`, `AWS_REGION`, credentials, and the
   * stack's outputs, as {@link environmentVariables} names them. */
  readonly variables: Readonly<Record<string, string>>;
  /** The calls that passed between client and services, oldest first. */
  readonly calls: readonly Span[];
  /** A call as the developer, who may do everything: `call('dynamodb', 'Scan', { TableName })`. */
  call(service: string, action: string, input: JsonObject): Promise<Json>;
  /** Lets what is under way finish and closes everything; a second call does nothing more. */
  close(): Promise<void>;
}

/**
 * Starts a synthesized stack for a test: on free ports, in memory, with a clock of its own. Several can run
 * side by side.
 *
 * ```ts
 * let cloud: StartedCloud;
 * beforeAll(async () => {
 *   cloud = await startLocalCloud({ artifact: 'cdktf.out/stacks/my-stack' });
 * });
 * afterAll(() => cloud.close());
 * ```
 * @throws UserError naming what in the stack cannot be run
 */
export async function startLocalCloud(settings: LocalCloudSettings): Promise<StartedCloud> {
  const cloud = await LocalCloud.start(settings);
  const variables = environmentVariables(cloud);
  let closing: Promise<void> | undefined;
  return {
    gatewayUrl: cloud.gatewayUrl,
    graphqlUrl: `${cloud.gatewayUrl}/graphql`,
    siteUrl: cloud.edgeUrl,
    region: cloud.region,
    clock: cloud.clock,
    outputs: cloud.outputs,
    variables,
    get calls() {
      return cloud.recentCalls;
    },
    call: (service, action, input) => cloud.call(service, action, input),
    close: () => {
      closing ??= cloud.stop();
      return closing;
    },
  };
}
