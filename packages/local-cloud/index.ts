export { exportData, importData } from './archive/data-transfer';
export { runCommand } from './cli/run-command';
export { LocalCloud, type LocalCloudOptions } from './cloud';
export { AwsError, UserError } from './core/errors';
export type { Json, JsonObject } from './core/json';
export type { OutgoingCall } from './core/service';
export { environmentVariables } from './environment-variables';
export type { GraphqlExample, Product } from './product';
