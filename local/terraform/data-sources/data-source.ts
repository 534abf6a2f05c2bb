import type { JsonObject } from '../../service';

/** The AWS account and region in which the stack is said to be. */
export interface Account {
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
}

/** What AWS answers to a data source, from its evaluated configuration. */
export type DataSource = (config: JsonObject, account: Account) => JsonObject;
