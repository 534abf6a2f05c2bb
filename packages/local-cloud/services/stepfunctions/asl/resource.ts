/** How a Task waits for the work it starts. */
export type IntegrationPattern = 'request' | 'sync' | 'waitForTaskToken';

/** What a Task state's `Resource` names. */
export type TaskResource =
  | { readonly kind: 'function'; readonly arn: string }
  | {
      readonly kind: 'integration';
      /** `dynamodb`, or `aws-sdk:dynamodb`: the resourceType of the history events. */
      readonly service: string;
      /** `updateItem` */
      readonly action: string;
      /** `sendMessage.waitForTaskToken`: the resource of the history events. */
      readonly name: string;
      readonly pattern: IntegrationPattern;
    };

const FUNCTION = /^arn:[^:]+:lambda:[^:]*:[^:]*:function:.+$/;
const INTEGRATION =
  /^arn:[^:]+:states:[^:]*:[^:]*:((?:aws-sdk:)?[A-Za-z0-9-]+):(([A-Za-z0-9]+)(?:\.(sync(?::\d+)?|waitForTaskToken))?)$/;

/** Reads a Task's resource; undefined for what is neither a function nor a service integration. */
export function parseResource(resource: string): TaskResource | undefined {
  if (FUNCTION.test(resource)) return { kind: 'function', arn: resource };
  const match = INTEGRATION.exec(resource);
  if (!match) return undefined;
  const [, service = '', name = '', action = '', suffix] = match;
  if (service === 'activity') return undefined;
  return { kind: 'integration', service, action, name, pattern: patternOf(suffix) };
}

function patternOf(suffix: string | undefined): IntegrationPattern {
  if (suffix === undefined) return 'request';
  return suffix === 'waitForTaskToken' ? 'waitForTaskToken' : 'sync';
}
