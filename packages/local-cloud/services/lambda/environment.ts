import { randomBytes } from 'node:crypto';
import type { Cloud } from '../../core/service';
import type { FunctionSettings } from './function-settings';

/** `2026/11/24/[$LATEST]0f0f…`: each worker has its own stream, like each of Lambda's sandboxes. */
export function logStreamName(now: number, version: string): string {
  const day = new Date(now).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[${version}]${randomBytes(16).toString('hex')}`;
}

/**
 * The environment of a function's worker: what Lambda sets
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime),
 * what the function's configuration sets, and the variable that points every AWS client to the gateway.
 * Nothing of the developer's own environment is in it.
 */
export function workerEnvironment(
  settings: FunctionSettings,
  taskRoot: string,
  logStream: string,
  cloud: Cloud,
): Record<string, string> {
  const { credentials } = cloud.assumeRole(settings.roleArn, 'lambda.amazonaws.com', settings.arn);
  return {
    ...settings.variables,
    _HANDLER: settings.handler,
    AWS_REGION: cloud.region,
    AWS_DEFAULT_REGION: cloud.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: settings.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMegabytes),
    AWS_LAMBDA_FUNCTION_VERSION: settings.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: settings.logFormat,
    ...(settings.logLevel && { AWS_LAMBDA_LOG_LEVEL: settings.logLevel }),
    AWS_LAMBDA_LOG_GROUP_NAME: settings.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    LAMBDA_TASK_ROOT: taskRoot,
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
    AWS_ENDPOINT_URL: cloud.endpoint(),
    // The developer's ~/.aws must not be found: it may name profiles and endpoints.
    HOME: taskRoot,
    // The SDK would warn about this machine's Node version, which is not Lambda's.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
