import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '../core/json';
import { UNTRACED } from '../gateway/traces';
import type { ConsoleSources } from './sources';

/** The calls of whoever sits at the console: an administrator. */
export class Developer {
  constructor(private readonly sources: Pick<ConsoleSources, 'call'>) {}

  /** Looks at something: not among the requests that the console shows. */
  look(service: string, action: string, input: JsonObject): Promise<Json> {
    return this.call(service, action, input, UNTRACED);
  }

  /** Changes something: a request like any other. */
  act(service: string, action: string, input: JsonObject): Promise<Json> {
    return this.call(service, action, input, randomUUID());
  }

  private call(service: string, action: string, input: JsonObject, traceId: string): Promise<Json> {
    return this.sources.call({ service, action, input, principal: { kind: 'developer' }, traceId });
  }
}
