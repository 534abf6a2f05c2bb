import type { JsonObject } from '../../core/json';
import type { Bundle } from './bundle';
import type { FunctionPool } from './function-pool';
import type { FunctionSettings } from './function-settings';
import type { FunctionPermission } from './resource-policy';
import type { FunctionUrl } from './url-settings';

/** One function that runs here. */
export interface FunctionRecord {
  readonly settings: FunctionSettings;
  readonly bundle: Bundle;
  readonly pool: FunctionPool;
  /** ISO 8601, as Lambda writes it: `2026-11-24T00:00:00.000+0000`. */
  readonly lastModified: string;
  /** Its resource policy, from aws_lambda_permission. */
  readonly permissions: FunctionPermission[];
  /** Its URL, from aws_lambda_function_url. */
  url?: FunctionUrl;
}

/** GetFunction's `Configuration`. */
export function configurationOf({ settings, bundle, lastModified }: FunctionRecord): JsonObject {
  return {
    FunctionName: settings.name,
    FunctionArn: settings.arn,
    Runtime: settings.runtime,
    Role: settings.roleArn,
    Handler: settings.handler,
    CodeSize: bundle.size,
    CodeSha256: bundle.sha256,
    Description: settings.description,
    Timeout: settings.timeoutSeconds,
    MemorySize: settings.memoryMegabytes,
    LastModified: lastModified,
    Version: '$LATEST',
    Environment: { Variables: { ...settings.variables } },
    PackageType: 'Zip',
    Architectures: [settings.architecture],
    LoggingConfig: { LogFormat: settings.logFormat, LogGroup: settings.logGroup },
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
}
