import { createHash } from 'node:crypto';
import { brokenNow } from './world/quiet';
import { brokenAfterAll } from './world/settle';
import { type Snapshot, type Terms, World } from './world/world';

export interface Violation {
  /** What happened, in its order: no shorter course breaks a law. */
  readonly path: readonly string[];
  readonly broken: readonly string[];
}

export interface Progress {
  readonly depth: number;
  readonly states: number;
  readonly transitions: number;
  /** States of this depth that have not been looked at. */
  readonly waiting: number;
}

export interface Exploration extends Omit<Progress, 'waiting'> {
  readonly violation: Violation | undefined;
  /** Whether nothing is left out up to the depth. */
  readonly isWhole: boolean;
}

interface Node {
  readonly snapshot: Snapshot;
  readonly parent: Node | undefined;
  readonly step: string;
}

export interface ExplorerOptions extends Terms {
  readonly depth: number;
  /** What has happened before, by the names of the choices: the exploration begins behind it. */
  readonly opening?: readonly string[];
  onProgress?(progress: Progress): void;
  readonly signal?: AbortSignal;
}

/** So many states are told of at once. */
const TELLING = 500;

/**
 * Everything that can happen within so many steps, each state once: the states nearest to the beginning first, so
 * that the first violation is also the shortest.
 */
export async function explore(options: ExplorerOptions): Promise<Exploration> {
  const { depth, signal, onProgress } = options;
  const start = await opened(options);
  const seen = new Set([digestOf(start)]);
  let layer: Node[] = [{ snapshot: start.snapshot(), parent: undefined, step: '' }];
  let transitions = 0;
  for (let at = 0; at < depth; at++) {
    const next: Node[] = [];
    for (const [index, node] of layer.entries()) {
      if (index % TELLING === 0)
        onProgress?.({ depth: at, states: seen.size, transitions, waiting: layer.length - index });
      const names = (await World.at(node.snapshot, options)).choices().map(({ name }) => name);
      for (const [position, step] of names.entries()) {
        if (signal?.aborted)
          return { depth: at, states: seen.size, transitions, violation: undefined, isWhole: false };
        transitions++;
        const { world, broken } = await after(node.snapshot, position, options);
        const child = { parent: node, step };
        if (broken.length > 0) {
          const violation = { path: pathOf({ ...child, snapshot: node.snapshot }), broken };
          return { depth: at + 1, states: seen.size, transitions, violation, isWhole: true };
        }
        const digest = digestOf(world);
        if (seen.has(digest)) continue;
        seen.add(digest);
        next.push({ ...child, snapshot: world.snapshot() });
      }
    }
    if (next.length === 0) break;
    layer = next;
  }
  return { depth, states: seen.size, transitions, violation: undefined, isWhole: true };
}

async function after(snapshot: Snapshot, position: number, terms: Terms) {
  const world = await World.at(snapshot, terms);
  await world.choices()[position]?.act();
  const broken = [...world.data.broken];
  if (world.isQuiet) {
    broken.push(...(await brokenNow(world.data)));
    if (broken.length === 0)
      for (const webhooks of [true, false])
        broken.push(...(await brokenAfterAll(world.snapshot(), terms, webhooks)));
  }
  return { world, broken };
}

/** @throws where a step of the opening is not possible */
async function opened({ opening = [], ...terms }: ExplorerOptions): Promise<World> {
  const world = new World(terms);
  for (const step of opening) await take(step, world);
  return world;
}

/** A choice by its name, or a whole request, by the name of its command, to its end. */
export async function take(step: string, world: World): Promise<void> {
  const choice = world.choices().find(({ name }) => name === step || name === `begins: ${step}`);
  if (!choice) {
    const possible = world.choices().map(({ name }) => name);
    throw new Error(`${step} is not possible. Possible are: ${possible.join('; ')}`);
  }
  await choice.act();
  if (choice.name === step) return;
  while (!world.isQuiet)
    await world
      .choices()
      .find(({ name }) => name.startsWith('does: '))
      ?.act();
}

function digestOf(world: World): string {
  return createHash('sha1').update(world.text()).digest('base64');
}

function pathOf(node: Node): string[] {
  return node.parent === undefined ? [] : [...pathOf(node.parent), node.step];
}
