/** For tests of systems that run on the local cloud. */
export type { ExecutionDetail, ExecutionPage } from '../console/executions/executions';
export type { Replayed } from '../console/requests/replay';
export type { TraceDetail, TraceSummary } from '../console/requests/requests';
export type { TablePage } from '../console/tables';
export type { ShownClock } from '../console/time';
export type { Clock } from '../core/clock';
export type { Span } from '../gateway/traces';
export type { ShownCache } from '../services/cloudfront/console';
export type { Permissions } from '../services/iam/console';
export { type LocalCloudSettings, type StartedCloud, startLocalCloud } from './started-cloud';
export { StateMachineCloud } from './state-machine-cloud';
export { Subscriber } from './subscriber';
