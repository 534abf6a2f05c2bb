import type { Json, JsonObject } from '../../../core/json';
import type { PassState, TaskState } from '../asl/definition';
import { runState, type StateResult, type StateUnderTest, type TestEnvironment } from './state-run';

/**
 * What a state's data looked like at each stage, as TestState shows it: JSON texts
 * (https://docs.aws.amazon.com/step-functions/latest/apireference/API_InspectionData.html). Each stage is what a
 * Pass state with the fields up to there makes of the data.
 */
export async function inspect(
  tested: StateUnderTest,
  ended: StateResult,
  testEnvironment: TestEnvironment,
): Promise<JsonObject> {
  const stages = isJsonata(tested)
    ? jsonata(tested, ended, testEnvironment)
    : jsonPath(tested, ended, testEnvironment);
  const found = { input: tested.input, ...(await stages) };
  return Object.fromEntries(Object.entries(found).map(([stage, value]) => [stage, JSON.stringify(value)]));
}

async function jsonPath(
  tested: StateUnderTest,
  ended: StateResult,
  testEnvironment: TestEnvironment,
): Promise<JsonObject> {
  const { InputPath, Parameters, ResultSelector, ResultPath } = tested.state as TaskState;
  const stage = (fields: Partial<PassState>, input = tested.input) =>
    passed({ ...tested, input, state: { Type: 'Pass', ...fields, End: true } }, testEnvironment);
  const selecting = InputPath === undefined ? {} : { InputPath };
  const stages: JsonObject = {};
  put(stages, 'afterInputPath', await stage(selecting));
  put(
    stages,
    'afterParameters',
    await stage(Parameters === undefined ? selecting : { ...selecting, Parameters }),
  );
  const result = resultOf(ended);
  if (result === undefined) return stages;
  put(stages, 'result', result);
  const selected =
    ResultSelector === undefined ? result : await stage({ Parameters: ResultSelector }, result);
  put(stages, 'afterResultSelector', selected);
  if (selected === undefined) return stages;
  const placing = ResultPath === undefined ? {} : { ResultPath };
  put(stages, 'afterResultPath', await stage({ Result: selected, ...placing }));
  return stages;
}

async function jsonata(
  tested: StateUnderTest,
  ended: StateResult,
  testEnvironment: TestEnvironment,
): Promise<JsonObject> {
  const { Arguments } = tested.state as TaskState;
  const stages: JsonObject = {};
  if (Arguments !== undefined)
    put(
      stages,
      'afterArguments',
      await passed({ ...tested, state: { Type: 'Pass', Output: Arguments, End: true } }, testEnvironment),
    );
  put(stages, 'result', resultOf(ended));
  const exit = ended.events.find(
    ({ assignedVariables, state }) => assignedVariables && state === tested.name,
  );
  put(stages, 'variables', exit?.assignedVariables);
  return stages;
}

/** A stage that fails has no value; the state's error reports it. */
async function passed(tested: StateUnderTest, testEnvironment: TestEnvironment): Promise<Json | undefined> {
  return (await runState(tested, testEnvironment)).output;
}

function resultOf({ outcome }: StateResult): Json | undefined {
  return outcome?.succeeded ? outcome.output : undefined;
}

function put(stages: JsonObject, stage: string, value: Json | undefined): void {
  if (value !== undefined) stages[stage] = value;
}

function isJsonata({ state, queryLanguage }: StateUnderTest): boolean {
  return (state.QueryLanguage ?? queryLanguage) === 'JSONata';
}
