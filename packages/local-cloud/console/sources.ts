import type { Clock } from '../core/clock';
import type { DecidingStatement } from '../core/policy/evaluate';
import type { Json, OutgoingCall } from '../core/service';
import type { Span } from '../gateway/traces';
import type { CachedObject } from '../services/cloudfront/edge/object-cache';
import type { BehaviorStatistics } from '../services/cloudfront/edge/statistics';
import type { RepeatedDecision, Use } from '../services/iam/decision-log';
import type { Role } from '../services/iam/roles';
import type { EdgeVisits } from './requests/edge-visits';

/** What the console sees of the cloud, and the few things that it may do to it. */
export interface ConsoleSources {
  readonly region: string;
  readonly accountId: string;
  readonly clock: Clock;
  readonly gatewayUrl: string;
  /** Undefined where the stack has no distribution. */
  readonly edgeUrl: string | undefined;
  readonly outputs: Readonly<Record<string, Json>>;
  /** The names of the services that run here. */
  readonly services: readonly string[];
  call(call: OutgoingCall): Promise<Json>;
  /** The last calls, oldest first. */
  spans(): readonly Span[];
  /** How many calls are being answered now. */
  callsUnderWay(): number;
  readonly visits: EdgeVisits;
  readonly iam: IamSource;
  readonly edge: EdgeSource;
}

export interface IamSource {
  readonly roles: { all(): readonly Role[] };
  readonly log: {
    decisions(): readonly RepeatedDecision[];
    usage(roleArn: string, statement: Pick<DecidingStatement, 'policy' | 'index'>): Use | undefined;
  };
}

export interface EdgeSource {
  statistics(): readonly BehaviorStatistics[];
  objects(): readonly CachedObject[];
  purge(key: string): boolean;
}
