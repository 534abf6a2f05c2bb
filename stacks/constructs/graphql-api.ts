import { AppsyncApiKey } from '@cdktf/provider-aws/lib/appsync-api-key';
import { AppsyncDatasource } from '@cdktf/provider-aws/lib/appsync-datasource';
import { AppsyncGraphqlApi } from '@cdktf/provider-aws/lib/appsync-graphql-api';
import { AppsyncResolver } from '@cdktf/provider-aws/lib/appsync-resolver';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { AssetType, Fn, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import { Kind } from 'graphql';
import { accountId, ServiceRole } from './role';
import { readSchema } from './schema-source';

/** Our deepest query is listApartments { items { price { amount } } }; the introspection query nests to 14. */
const QUERY_DEPTH = 6;
const INTROSPECTION_DEPTH = 15;
/** The page, the smoke test and the changes function each ask for one field of Query or Mutation at a time. */
const RESOLVERS_PER_REQUEST = 1;

export interface GraphqlApiProps {
  readonly name: string;
  /** The schema's file. */
  readonly schema: string;
  readonly region: string;
  readonly introspection: boolean;
  readonly logRetentionDays: number;
}

/** An AppSync API with IAM and API keys, logs without guests' data, and traces. */
export class AppSyncApi extends Construct {
  readonly api: AppsyncGraphqlApi;
  private readonly props: GraphqlApiProps;

  constructor(scope: Construct, id: string, props: GraphqlApiProps) {
    super(scope, id);
    this.props = props;
    const schema = new TerraformAsset(this, 'schema', { path: props.schema, type: AssetType.FILE });
    this.api = new AppsyncGraphqlApi(this, 'api', {
      name: props.name,
      schema: Fn.file(schema.path),
      authenticationType: 'AWS_IAM',
      additionalAuthenticationProvider: [{ authenticationType: 'API_KEY' }],
      introspectionConfig: props.introspection ? 'ENABLED' : 'DISABLED',
      queryDepthLimit: props.introspection ? INTROSPECTION_DEPTH : QUERY_DEPTH,
      resolverCountLimit: RESOLVERS_PER_REQUEST,
      xrayEnabled: true,
      logConfig: {
        cloudwatchLogsRoleArn: this.logRole(),
        fieldLogLevel: 'ERROR',
        excludeVerboseContent: true,
      },
    });
    new CloudwatchLogGroup(this, 'log', {
      // AppSync writes to this group whether it exists or not. Made here, it has a retention.
      name: `/aws/appsync/apis/${this.api.id}`,
      retentionInDays: props.logRetentionDays,
    });
  }

  /**
   * A key that lives a year from the start of this month: each deploy moves it forward, a plan shows that
   * once a month. (AppSync's own default is seven days, its longest 365.)
   */
  addKey(id: string, description: string): AppsyncApiKey {
    const month = Fn.formatdate("YYYY-MM-01'T'00:00:00Z", Fn.plantimestamp());
    return new AppsyncApiKey(this, id, {
      apiId: this.api.id,
      description,
      expires: Fn.timeadd(month, `${365 * 24}h`),
    });
  }

  /** Resolves every field of Query and Mutation directly by one function. */
  resolveBy(id: string, lambda: LambdaFunction): void {
    const source = new AppsyncDatasource(this, id, {
      apiId: this.api.id,
      name: id,
      type: 'AWS_LAMBDA',
      lambdaConfig: { functionArn: lambda.arn },
      serviceRoleArn: new ServiceRole(this, `${id}-role`, {
        name: `${this.props.name}-${id}`,
        service: 'appsync.amazonaws.com',
        grants: [{ sid: 'Resolve', actions: ['lambda:InvokeFunction'], resources: [lambda.arn] }],
      }).arn,
    });
    for (const { type, field } of rootFields(this.props.schema)) {
      new AppsyncResolver(this, `${type}-${field}`, {
        apiId: this.api.id,
        type,
        field,
        dataSource: source.name,
        kind: 'UNIT',
      });
    }
  }

  private logRole(): string {
    const group = `arn:aws:logs:${this.props.region}:${accountId(this)}:log-group:/aws/appsync/apis/*`;
    return new ServiceRole(this, 'log-role', {
      name: `${this.props.name}-log`,
      service: 'appsync.amazonaws.com',
      grants: [
        {
          // The API's id is not known before the API, which needs this role: hence the log groups of all APIs.
          sid: 'Log',
          actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [group, `${group}:*`],
        },
      ],
    }).arn;
  }
}

function rootFields(schema: string): { type: string; field: string }[] {
  return readSchema(schema).definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    const type = definition.name.value;
    if (type !== 'Query' && type !== 'Mutation') return [];
    return (definition.fields ?? []).map((field) => ({ type, field: field.name.value }));
  });
}
