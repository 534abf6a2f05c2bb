import type { MapState, State, States } from './definition';
import { parseResource, type TaskResource } from './resource';

/** A field of a distributed Map that reads from or writes to S3, or makes batches. */
const UNSUPPORTED_MAP_FIELDS = ['ItemReader', 'ResultWriter', 'ItemBatcher'] as const;

/** The parts of a valid definition that cannot run locally, one sentence each. */
export function unsupportedParts(states: States, isSupported: (resource: TaskResource) => boolean): string[] {
  return Object.entries(states.States).flatMap(([name, state]) => unsupportedIn(name, state, isSupported));
}

function unsupportedIn(
  name: string,
  state: State,
  isSupported: (resource: TaskResource) => boolean,
): string[] {
  if (state.Type === 'Task') {
    const resource = parseResource(state.Resource);
    if (resource && isSupported(resource)) return [];
    return [`state '${name}' has the resource ${state.Resource}, which does not run locally`];
  }
  if (state.Type === 'Parallel') return state.Branches.flatMap((each) => unsupportedParts(each, isSupported));
  if (state.Type === 'Map') return unsupportedInMap(name, state, isSupported);
  return [];
}

function unsupportedInMap(
  name: string,
  state: MapState,
  isSupported: (resource: TaskResource) => boolean,
): string[] {
  const fields = UNSUPPORTED_MAP_FIELDS.filter((field) => state[field] !== undefined);
  const processor = state.ItemProcessor ?? state.Iterator;
  return [
    ...fields.map((field) => `state '${name}' has the field ${field}, which does not run locally`),
    ...(processor ? unsupportedParts(processor, isSupported) : []),
  ];
}
