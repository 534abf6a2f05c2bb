import type { Json, JsonObject } from '../../../core/json';
import type { Cloud, ServiceCall } from '../../../core/service';
import type { Queues } from '../queues';

/** What the operations of the API work with. */
export interface QueueOperationContext {
  readonly cloud: Cloud;
  readonly queues: Queues;
  /** Who sends, as SenderId has it: `AROA…:session` of a role. */
  senderId(call: ServiceCall): Promise<string>;
}

/** One operation of the API: answers its output, or throws the error that SQS would answer. */
export type QueueOperation = (
  context: QueueOperationContext,
  input: JsonObject,
  call: ServiceCall,
) => Promise<Json>;
