export { exportData, importData } from './archive/data-transfer';
export { LocalCloud, type LocalCloudOptions } from './cloud';
export { AwsError, type Json, type JsonObject, type OutgoingCall } from './core/service';
export { environmentVariables } from './environment-variables';
export { type LocalCloudSettings, type StartedCloud, startLocalCloud } from './start';
