import type { Json, JsonObject } from '../../../core/json';
import type { Cloud, ServiceCall } from '../../../core/service';
import type { Randomness } from '../data/scope';
import type { Engine } from '../engine/engine';
import type { Journal } from '../journal/journal';
import type { Machines } from '../machines';

/** The dependencies of the operations. */
export interface StepFunctionsContext {
  readonly cloud: Cloud;
  readonly machines: Machines;
  /** Runs STANDARD executions. */
  readonly engine: Engine;
  /** Runs EXPRESS executions, which are not kept. */
  readonly express: Engine;
  readonly journal: Journal;
  readonly chance: Randomness;
}

/** One operation of the API: answers its output, or throws the AwsError that AWS would answer. */
export type StepFunctionsOperation = (
  context: StepFunctionsContext,
  input: JsonObject,
  call: ServiceCall,
) => Promise<Json>;
