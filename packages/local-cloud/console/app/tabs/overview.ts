import type { Product } from '../../../product';

/** What every tab knows of the cloud. */
export interface Overview {
  readonly product: Product;
  readonly region: string;
  readonly accountId: string;
  readonly gatewayUrl: string;
  readonly edgeUrl: string | null;
  readonly machines: readonly { readonly arn: string; readonly name: string }[];
  readonly tables: readonly string[];
}

export interface TabProps {
  readonly overview: Overview;
  /** What of the tab is looked at: an ARN, a name, an id; empty where nothing is. */
  readonly subject: string;
}
