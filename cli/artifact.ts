import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stackFolder, synthesize } from './synthesis';

/** Which stack to run. */
export interface ArtifactOptions {
  readonly environment: string;
  /** Undefined: synthesize the environment. */
  readonly artifact?: string;
  readonly holdSeconds?: number;
}

/**
 * The stack to run: the folder given, or the environment synthesized into a temporary one.
 * @param progress is told what takes a while
 */
export async function artifactOf(
  { environment, artifact, holdSeconds }: ArtifactOptions,
  progress: (what: string) => void,
): Promise<{ folder: string; remove: () => void }> {
  if (artifact !== undefined) return { folder: artifact, remove: () => undefined };
  progress(`Synthesizing keyhold-${environment}`);
  const output = mkdtempSync(join(tmpdir(), 'keyhold-'));
  const remove = () => rmSync(output, { recursive: true, force: true });
  try {
    await synthesize({ environment, output, ...(holdSeconds !== undefined && { holdSeconds }) });
  } catch (error) {
    remove();
    throw error;
  }
  return { folder: stackFolder(output, environment), remove };
}
