import type { JsonObject } from './json';

/** The AWS account and region in which the stack is said to be. */
export interface Account {
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
}

/** What AWS answers to a data source, from its evaluated configuration; undefined where it finds nothing. */
export type DataSource = (config: JsonObject, account: Account) => JsonObject | undefined;

/** Data sources by their Terraform type. */
export type DataSources = ReadonlyMap<string, DataSource>;
