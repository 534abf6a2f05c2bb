import type { GraphQLSchema } from 'graphql';
import type { Principal } from '../../core/principals';
import { type AuthorizationType, type FieldAccess, fieldAccess } from './authorization';
import { Validation } from './validation';

export interface ApiKey {
  /** `da2-…`: what clients send as `x-api-key`. */
  readonly key: string;
  /** Ms since the epoch, of the cloud's clock. */
  readonly expiresAt: number;
}

/** Where a resolver gets its answer: a Lambda function, called as the data source's role. */
export interface LambdaDataSource {
  readonly type: 'AWS_LAMBDA';
  readonly functionArn: string;
  readonly principal: Principal;
}

export type DataSource = LambdaDataSource | { readonly type: 'NONE' };

/** A direct Lambda resolver: no templates, no code. */
export interface Resolver {
  readonly source: LambdaDataSource;
  /** Above 0: the fields of one request are batched into events of at most this many. */
  readonly maxBatchSize: number;
}

export interface ApiSettings {
  readonly id: string;
  readonly arn: string;
  readonly schema: GraphQLSchema;
  readonly primary: AuthorizationType;
  readonly additional: readonly AuthorizationType[];
  readonly introspection: boolean;
  /** 0: no limit. */
  readonly queryDepthLimit: number;
  /** 0: AppSync's own limit. */
  readonly resolverCountLimit: number;
}

/** AppSync's own limit of resolvers run in one request. */
const MOST_RESOLVERS = 10_000;

/** One API as deployed: its schema, keys, data sources and resolvers. */
export class GraphqlApi {
  readonly keys: ApiKey[] = [];
  readonly dataSources = new Map<string, DataSource>();
  readonly mayRead: FieldAccess;
  readonly validation: Validation;
  private readonly resolvers = new Map<string, Resolver>();

  constructor(readonly settings: ApiSettings) {
    this.mayRead = fieldAccess(settings.schema, settings.primary);
    this.validation = new Validation(settings);
  }

  get depthLimit(): number {
    return this.settings.queryDepthLimit || Number.POSITIVE_INFINITY;
  }

  get resolverLimit(): number {
    return this.settings.resolverCountLimit || MOST_RESOLVERS;
  }

  takes(type: AuthorizationType): boolean {
    return this.settings.primary === type || this.settings.additional.includes(type);
  }

  /** Finds the key that a client sent, unless it has expired. */
  hasValidKey(key: string, now: number): boolean {
    return this.keys.some((one) => one.key === key && now < one.expiresAt);
  }

  resolverOf(type: string, field: string): Resolver | undefined {
    return this.resolvers.get(`${type}.${field}`);
  }

  attach(type: string, field: string, resolver: Resolver): void {
    this.resolvers.set(`${type}.${field}`, resolver);
  }
}
