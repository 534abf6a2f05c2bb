import type { PassState } from '../asl/definition';
import { leaveWithInput, leaveWithResult } from './exit';
import { effectiveInput } from './input';
import { queryLanguageOf, type Visit } from './visit';

export function enterPass(visit: Visit<PassState>): void {
  const { state } = visit;
  if (queryLanguageOf(visit) === 'JSONata') {
    leaveWithInput(visit, visit.branch.input, state, state.Next);
    return;
  }
  leaveWithResult(visit, state.Result ?? effectiveInput(visit, state), state, state.Next);
}
