/** A state of a workflow, or a place where its line of control begins, joins or ends. */
export interface GraphNode {
  readonly id: string;
  readonly label: string;
  /** The state's type; `Start` and `End`; `Join` where the branches of a Parallel or Map come together. */
  readonly type: string;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** `choice`: by a Choice rule; `catch`: on an error; `branch`: into or out of a branch. */
  readonly kind: 'next' | 'choice' | 'catch' | 'branch';
  /** Which errors a catcher takes. */
  readonly label: string;
}

export interface DefinitionGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** The parts of the Amazon States Language that decide where control goes. */
interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next?: string }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly Branches?: readonly StateMachine[];
  readonly ItemProcessor?: StateMachine;
  readonly Iterator?: StateMachine;
}

interface StateMachine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** Not names of states: ASL's names have no control characters. */
export const START = '\u0001start';
export const END = '\u0001end';

/** States and transitions of a definition in the Amazon States Language. Names are unique within all of it. */
export function definitionGraph(definition: string): DefinitionGraph {
  const machine = JSON.parse(definition) as StateMachine;
  const drawing = new Drawing();
  drawing.node(START, 'Start', 'Start');
  drawing.machine(machine, END);
  drawing.node(END, 'End', 'End');
  drawing.edge(START, machine.StartAt, 'next');
  return drawing;
}

class Drawing implements DefinitionGraph {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];

  node(id: string, label: string, type: string): void {
    this.nodes.push({ id, label, type });
  }

  /** Two transitions between the same two states are drawn as one. */
  edge(from: string, to: string, kind: GraphEdge['kind'], label = ''): void {
    const same = this.edges.findIndex((edge) => edge.from === from && edge.to === to);
    const known = this.edges[same];
    if (!known) this.edges.push({ from, to, kind, label });
    else if (label !== '')
      this.edges[same] = { ...known, label: known.label ? `${known.label}, ${label}` : label };
  }

  /** @param end where control goes from a state that ends the machine, or a branch */
  machine({ States }: StateMachine, end: string): void {
    for (const [name, state] of Object.entries(States)) {
      this.node(name, name, state.Type);
      this.transitions(name, state, end);
    }
  }

  private transitions(name: string, state: State, end: string): void {
    const onward = state.Next ?? end;
    const branches =
      state.Branches ?? [state.ItemProcessor ?? state.Iterator].filter((one) => one !== undefined);
    if (branches.length > 0) this.branches(name, branches, onward);
    else if (state.Next !== undefined || state.End === true || /^(Succeed|Fail)$/.test(state.Type))
      this.edge(name, onward, 'next');
    for (const { Next } of state.Choices ?? []) if (Next !== undefined) this.edge(name, Next, 'choice');
    if (state.Default !== undefined) this.edge(name, state.Default, 'choice', 'default');
    for (const { ErrorEquals, Next } of state.Catch ?? [])
      this.edge(name, Next, 'catch', errorsOf(ErrorEquals));
  }

  private branches(name: string, branches: readonly StateMachine[], onward: string): void {
    const join = `\u0001join ${name}`;
    this.node(join, '', 'Join');
    for (const branch of branches) {
      this.edge(name, branch.StartAt, 'branch');
      this.machine(branch, join);
    }
    this.edge(join, onward, 'next');
  }
}

function errorsOf(errors: readonly string[]): string {
  const [first = '', ...others] = errors.map((error) => error.replace(/^(States|DynamoDB|Lambda)\./, ''));
  return others.length === 0 ? first : `${first} +${others.length}`;
}
