import type { Json } from '../../../core/json';
import { valueAt } from '../data/scope';
import { fillTemplate } from '../data/template';
import { fillJsonata } from '../jsonata/template';
import { jsonataScopeOf, queryLanguageOf, scopeOf, type Visit } from './visit';

/** InputPath: what a state in JSONPath mode sees of its input. Null means nothing: `{}`. */
export function selectInput(visit: Visit): Json {
  const path = visit.state.InputPath;
  if (path === undefined || path === '$') return visit.branch.input;
  return path === null ? {} : valueAt(path, scopeOf(visit, visit.branch.input));
}

/** What a state works on: its input after InputPath and Parameters, or its Arguments. */
export function effectiveInput(visit: Visit, fields: { Parameters?: Json; Arguments?: Json }): Json {
  if (queryLanguageOf(visit) === 'JSONata') {
    if (fields.Arguments === undefined) return visit.branch.input;
    return fillJsonata(fields.Arguments, 'Arguments', jsonataScopeOf(visit));
  }
  const input = selectInput(visit);
  return fields.Parameters === undefined ? input : fillTemplate(fields.Parameters, scopeOf(visit, input));
}
