import './failure';
import { writeFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { InvalidArgumentError } from 'commander';
import Stripe from 'stripe';
import { type Environment, environment, environmentNames, isEnvironment } from '../config/environments';
import { CLIENT_SETTINGS } from '../functions/payments/providers/stripe/stripe-provider';
import { ParameterStore } from '../functions/runtime/parameters';
import { Table } from '../functions/tables/table';
import { compare } from './accounting/compare';
import { csvOf } from './accounting/csv';
import { readLedger } from './accounting/ledger-lines';
import { reportOf } from './accounting/report';
import { StripeTransactions } from './accounting/stripe-transactions';
import { TestTransactions } from './accounting/test-transactions';
import type { Period, ProviderTransactions } from './accounting/transactions';
import { endCommand } from './end-command';
import { CommandEnded } from './failure';
import { program } from './program';
import { Terminal } from './terminal';

const DAY_MS = 86_400_000;
/** A movement may be of another day by Keyhold's clock than by the provider's: so many days around are read as well. */
const MARGIN_MS = 7 * DAY_MS;
/** What there is without --from. */
const USUAL_DAYS = 30;
/** The accounts were compared, and are not the same. */
const DIFFERENT = 2;

interface AccountsOptions {
  readonly environment: string;
  readonly from?: string;
  readonly to?: string;
  readonly output?: string;
}

async function accounts(options: AccountsOptions, terminal: Terminal): Promise<void> {
  const settings = environment(options.environment);
  const now = Date.now();
  const period = periodOf(options, now);
  const { table, provider } = await services(settings, now);
  terminal.step('Reading the ledger');
  const ledger = await readLedger(table);
  terminal.step("Reading the provider's balance transactions");
  const transactions = await provider.between(around(period));
  const compared = compare(ledger, transactions, period, table.name);
  const csv = csvOf(compared.lines);
  if (options.output === undefined) process.stdout.write(csv);
  else writeFileSync(options.output, csv);
  terminal.say(`\n${reportOf(compared, period)}`);
  if (compared.differences.length === 0) return terminal.say('✓ The ledger and the provider say the same.');
  throw new CommandEnded(
    'AccountsDiffer',
    `The ledger and the provider differ in ${compared.differences.length} lines.`,
    'docs/payments.md, "Accounts", says what each may mean.',
    DIFFERENT,
  );
}

async function services(
  { name, region, payments }: Environment,
  now: number,
): Promise<{ readonly table: Table; readonly provider: ProviderTransactions }> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region }));
  const table = new Table(client, `keyhold-${name}-payments`);
  if (payments.provider === 'test') return { table, provider: new TestTransactions(table, now) };
  const parameters = new ParameterStore(new SSMClient({ region }), () => now);
  const key = await parameters.value(`/keyhold/${name}/payments/stripe-key`);
  return { table, provider: new StripeTransactions(new Stripe(key, CLIENT_SETTINGS)) };
}

function periodOf({ from, to }: AccountsOptions, now: number): Period {
  const end = to ?? new Date(now).toISOString();
  return { from: from ?? new Date(Date.parse(end) - USUAL_DAYS * DAY_MS).toISOString(), to: end };
}

function around({ from, to }: Period): Period {
  const moved = (instant: string, by: number) => new Date(Date.parse(instant) + by).toISOString();
  return { from: moved(from, -MARGIN_MS), to: moved(to, MARGIN_MS) };
}

function known(name: string): string {
  if (isEnvironment(name)) return name;
  throw new InvalidArgumentError(`There are ${environmentNames.join(', ')} (config/environments.ts).`);
}

function day(text: string): string {
  const date = new Date(`${text}T00:00:00.000Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime());
  // JavaScript takes 31 February for a day of March.
  if (isDay && date.toISOString().startsWith(text)) return date.toISOString();
  throw new InvalidArgumentError('It is a day, such as 2026-03-01.');
}

const command = program(
  'npm run accounts',
  `Writes the ledger of payments as CSV, and compares it with the provider's balance transactions, one by one and to the minor unit; fees are lines of their own. Ends with 0 where both are the same, with ${DIFFERENT} where they differ, with 1 where they could not be compared. AWS_ENDPOINT_URL leads to a local cloud.`,
)
  .requiredOption('--environment <name>', `the environment of config/: ${environmentNames.join(', ')}`, known)
  .option('--from <day>', `the first day, in UTC; ${USUAL_DAYS} days before --to unless told`, day)
  .option('--to <day>', 'the day before which it ends, in UTC; now unless told', day)
  .option('--output <file>', 'writes the CSV there instead of to stdout');

endCommand(() => accounts(command.parse().opts<AccountsOptions>(), new Terminal(process.stderr)));
