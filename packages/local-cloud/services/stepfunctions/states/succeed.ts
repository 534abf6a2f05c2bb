import type { SucceedState } from '../asl/definition';
import { leaveWithInput } from './exit';
import { effectiveInput } from './input';
import type { Visit } from './visit';

export function enterSucceed(visit: Visit<SucceedState>): void {
  leaveWithInput(visit, effectiveInput(visit, {}), visit.state, undefined);
}
