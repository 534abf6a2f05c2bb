import { readSourceJson, SourceError } from '../../config/source-file';

/** https://docs.aws.amazon.com/step-functions/latest/dg/workflow-states.html */
const TYPES = ['Task', 'Pass', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'];
/** Types that neither lead on nor end by `End`. */
const WITHOUT_NEXT = ['Choice', 'Succeed', 'Fail'];

type Json = Readonly<Record<string, unknown>>;

/**
 * Checks the definition of a state machine: that every state is of a type that there is, that whatever a state leads
 * to exists, and that each of the template's placeholders has something to stand for.
 * @throws SourceError with the path of the first mistake
 */
export function checkDefinition(file: string, substitutions: Readonly<Record<string, string>>): void {
  const definition = readSourceJson(file);
  const check = new DefinitionCheck(file, Object.keys(substitutions));
  if (!isObject(definition)) throw new SourceError(file, undefined, 'A definition is an object.');
  check.machine(definition, '');
  check.placeholders(definition, '');
}

class DefinitionCheck {
  constructor(
    private readonly file: string,
    private readonly known: readonly string[],
  ) {}

  /** A machine, a branch of Parallel or what Map runs for each item. */
  machine({ StartAt, States }: Json, path: string): void {
    if (!isObject(States))
      throw this.mistake(`${path}States`, 'A machine has its states here, by their names.');
    const names = Object.keys(States);
    this.target(StartAt, `${path}StartAt`, names);
    for (const [name, state] of Object.entries(States)) {
      if (!isObject(state)) throw this.mistake(`${path}States.${name}`, 'A state is an object.');
      this.state(state, `${path}States.${name}`, names);
    }
  }

  /** Every `${Name}` in a text, which Terraform's templatefile replaces. */
  placeholders(value: unknown, path: string): void {
    if (typeof value === 'string') {
      const unknown = [...value.matchAll(/\$\{(\w+)\}/g)].find(([, name = '']) => !this.known.includes(name));
      if (unknown)
        throw this.mistake(path, `Nothing stands for ${unknown[0]}; there are ${this.known.join(', ')}.`);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, part] of Object.entries(value))
        this.placeholders(part, path ? `${path}.${name}` : name);
    }
  }

  private state(state: Json, path: string, names: readonly string[]): void {
    const { Type, Next, End, Default } = state;
    if (!TYPES.includes(String(Type)))
      throw this.mistake(
        `${path}.Type`,
        `${shown(Type)} is no type of state; there are ${TYPES.join(', ')}.`,
      );
    if (Next !== undefined) this.target(Next, `${path}.Next`, names);
    if (Default !== undefined) this.target(Default, `${path}.Default`, names);
    if (Next === undefined && End !== true && !WITHOUT_NEXT.includes(String(Type)))
      throw this.mistake(path, 'It needs a Next, or "End": true.');
    for (const list of ['Choices', 'Catch'])
      for (const [index, rule] of objects(state[list]).entries())
        this.target(rule['Next'], `${path}.${list}[${index}].Next`, names);
    for (const [index, branch] of objects(state['Branches']).entries())
      this.machine(branch, `${path}.Branches[${index}].`);
    const processor = state['ItemProcessor'] ?? state['Iterator'];
    if (isObject(processor)) this.machine(processor, `${path}.ItemProcessor.`);
  }

  private target(name: unknown, path: string, names: readonly string[]): void {
    if (!names.includes(String(name)))
      throw this.mistake(path, `There is no state ${shown(name)}; there are ${names.map(shown).join(', ')}.`);
  }

  private mistake(path: string, problem: string): SourceError {
    return new SourceError(this.file, { path }, problem);
  }
}

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? '(none)';
}
