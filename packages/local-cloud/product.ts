/** An operation that the console's GraphQL editor offers. */
export interface GraphqlExample {
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** The system that runs in a local cloud, as its own people call it. */
export interface Product {
  /**
   * Lower case, of the form `my-shop`. It names environment variables (`MY_SHOP_API_KEY`) and files
   * (`my-shop-data.json`, `my-shop-export.json`): another id does not open the data folders and exports of this one.
   */
  readonly id: string;
  /** The console's title. */
  readonly name: string;
  readonly graphqlExamples?: readonly GraphqlExample[];
}

/** Of a stack that is run without saying what it is. */
export const UNNAMED_PRODUCT: Product = { id: 'stack', name: 'Local cloud' };

/** `my-shop` as `MY_SHOP_` */
export function variablePrefix({ id }: Product): string {
  return `${id.toUpperCase().replaceAll('-', '_')}_`;
}
