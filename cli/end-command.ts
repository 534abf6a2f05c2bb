import { fail } from './failure';

/**
 * The one way that a command ends: by the exit code of its work, or by telling why it failed.
 * @param work resolves to the exit code; to nothing where that is 0
 */
export function endCommand(work: () => Promise<number | undefined> | Promise<void>): void {
  // Exits at once: listeners for Ctrl-C and an unread stdin would keep the process.
  work().then((code) => process.exit(code ?? 0), fail);
}
