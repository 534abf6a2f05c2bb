import './failure';
import { deployedEnvironments, type Environment } from '../config/environments';
import { endCommand } from './end-command';
import { program } from './program';

/** What can be thrown away comes first: a mistake shows there before it reaches anybody's data. */
function inOrder(environments: readonly Environment[]): Environment[] {
  return [...environments].sort((one, other) => Number(one.protectData) - Number(other.protectData));
}

const command = program(
  'npm run environments',
  'Lists the environments of config/ that are deployed, in the order in which they are deployed.',
).option('--json', 'as JSON, for the matrix of a GitHub workflow');

endCommand(async () => {
  const { json } = command.parse().opts<{ json?: true }>();
  const listed = inOrder(deployedEnvironments());
  if (json) {
    const include = listed.map(({ name, region }) => ({ environment: name, region }));
    process.stdout.write(`${JSON.stringify({ include })}\n`);
    return;
  }
  for (const { name, region, protectData } of listed)
    process.stdout.write(`${name}  ${region}  ${protectData ? 'protects its data' : 'may be thrown away'}\n`);
});
