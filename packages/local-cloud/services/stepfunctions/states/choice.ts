import type { ChoiceBranch, ChoiceState } from '../asl/definition';
import { ruleHolds } from '../choice/rules';
import { RuntimeError } from '../execution/failure';
import { fillJsonata } from '../jsonata/template';
import { leaveWithInput, type OutputFields } from './exit';
import { unexpectedType } from './field';
import { selectInput } from './input';
import { jsonataScopeOf, queryLanguageOf, scopeOf, type Visit } from './visit';

/** Takes the first rule that holds; Output and Assign of the state itself belong to the Default. */
export function enterChoice(visit: Visit<ChoiceState>): void {
  const { state, branch } = visit;
  const jsonata = queryLanguageOf(visit) === 'JSONata';
  const input = jsonata ? branch.input : selectInput(visit);
  const holds = jsonata ? conditionHolds(visit) : ruleIn(visit);
  const rule = state.Choices.find(holds);
  const next = rule ? rule.Next : state.Default;
  if (next === undefined) {
    throw new RuntimeError(
      'Failed to transition out of the state. The state does not point to a next state.',
    );
  }
  leaveWithInput(visit, input, rule ? ofRule(rule, state) : state, next);
}

function ruleIn(visit: Visit<ChoiceState>): (rule: ChoiceBranch) => boolean {
  const scope = scopeOf(visit, selectInput(visit));
  return (rule) => ruleHolds(rule, scope);
}

function conditionHolds(visit: Visit<ChoiceState>): (rule: ChoiceBranch, index: number) => boolean {
  const scope = jsonataScopeOf(visit);
  return ({ Condition = false }, index) => {
    const value = fillJsonata(Condition, `Choices[${index}]/Condition`, scope);
    if (typeof value === 'boolean') return value;
    throw unexpectedType(visit, `Choices[${index}]/Condition`, 'boolean', value);
  };
}

function ofRule(rule: ChoiceBranch, state: ChoiceState): OutputFields {
  const { OutputPath } = state;
  return {
    ...(rule.Output !== undefined && { Output: rule.Output }),
    ...(rule.Assign !== undefined && { Assign: rule.Assign }),
    ...(OutputPath !== undefined && { OutputPath }),
  };
}
