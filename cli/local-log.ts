/** What a function logs in the ordinary course, by Powertools: lines of level INFO or below, and its metrics. */
const ROUTINE = /^lambda: \S+ \{"(?:level":"(?:INFO|DEBUG|TRACE)"|_aws")/;

/**
 * Prints the lines of the local log. What functions log in the ordinary course would push everything else off the
 * screen: that only where it is asked for. The console shows each of their calls.
 */
export function printLog(verbose = false): (line: string) => void {
  return (line) => {
    if (verbose || !ROUTINE.test(line)) process.stderr.write(`${line}\n`);
  };
}
