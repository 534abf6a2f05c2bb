import type { Api } from './api';
import type { Changes } from './changes';
import type { Data } from './data';
import type { Edge } from './edge';
import type { Payments } from './payments';
import type { Workflow } from './workflow';

/** The parts of the system that alarms and the dashboard are about. */
export interface Watched {
  readonly data: Data;
  readonly workflow: Workflow;
  readonly api: Api;
  readonly changes: Changes;
  readonly payments: Payments;
  readonly edge: Edge;
}
