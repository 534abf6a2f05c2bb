import './failure';
import { type DeployOptions, deploy } from './deployment';
import { endCommand } from './end-command';
import { environmentCommand } from './environment-command';
import { planReview } from './plan-review';
import { Terminal } from './terminal';

const command = environmentCommand(
  'deploy',
  'Builds, plans, shows what would change, asks, applies exactly that plan, and books and releases one apartment.',
)
  .option('--samples', 'put the sample apartments into the table, if it is empty')
  .option('--yes', 'apply without asking (for CI)')
  .option('--reviewed <hash>', 'apply only the plan of this hash (npm run plan -- --json tells it)')
  .addHelpText('after', '\nExit codes: 0 deployed, 1 a failure, 3 the review forbids the plan.');

endCommand(() => {
  const options = command.parse().opts<DeployOptions>();
  const terminal = new Terminal();
  return deploy(options, terminal, planReview(options.environment, terminal.output));
});
