import type { JsonObject } from './json';

/** A request to the console's API: its query, or the members of its JSON. */
export interface ConsoleRequest {
  /** Empty where it is missing. */
  text(name: string): string;
  /** @throws AwsError `InvalidInput` where it is missing */
  required(name: string): string;
  readonly body: JsonObject;
}

/** Throws an AwsError to refuse. */
export type ConsoleHandler = (request: ConsoleRequest) => object | Promise<object>;

/** Parts of the console's JSON API, by method and the path below `/_console/api`: `GET /cache`. */
export type ConsoleRoutes = Readonly<Record<string, ConsoleHandler>>;
