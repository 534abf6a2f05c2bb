import type { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { LambdaFunctionUrl } from '@cdktf/provider-aws/lib/lambda-function-url';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import type { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import { Construct } from 'constructs';
import type { Environment } from '../config/environments';
import { metricsNamespace } from './constructs/metrics';
import { NodeFunction } from './constructs/node-function';
import type { PolicyGrant } from './constructs/role';
import { COMPLEX_INDEX, type Data } from './data';

/** The public data as JSON under /api: a function behind a URL that only the edge may call. */
export class Catalog extends Construct {
  readonly function: NodeFunction;
  /** The host name for CloudFront. */
  readonly domainName: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly environment: Environment,
    private readonly data: Data,
    private readonly machine: SfnStateMachine,
  ) {
    super(scope, id);
    this.function = this.catalogFunction();
    const url = new LambdaFunctionUrl(this, 'url', {
      functionName: this.function.lambda.functionName,
      authorizationType: 'AWS_IAM',
    });
    this.domainName = `${url.urlId}.lambda-url.${environment.region}.on.aws`;
  }

  /**
   * A URL made since October 2025 asks for both permissions
   * (https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html).
   */
  serveThrough(distribution: CloudfrontDistribution): void {
    const edge = {
      functionName: this.function.lambda.functionName,
      principal: 'cloudfront.amazonaws.com',
      sourceArn: distribution.arn,
    };
    new LambdaPermission(this, 'edge-url', {
      ...edge,
      action: 'lambda:InvokeFunctionUrl',
      functionUrlAuthType: 'AWS_IAM',
    });
    new LambdaPermission(this, 'edge', { ...edge, action: 'lambda:InvokeFunction' });
  }

  private catalogFunction(): NodeFunction {
    const { name, logRetentionDays } = this.environment;
    return new NodeFunction(this, 'catalog', {
      name: `keyhold-${name}-catalog`,
      entry: 'functions/catalog/handler.ts',
      variables: {
        APARTMENTS_TABLE_NAME: this.data.apartments.name,
        RESERVATIONS_TABLE_NAME: this.data.reservations.name,
        PAYMENTS_TABLE_NAME: this.data.payments.name,
        STATE_MACHINE_ARN: this.machine.arn,
        POWERTOOLS_SERVICE_NAME: 'catalog',
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(this.environment),
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
      grants: this.grants(),
      // Reads take milliseconds; the rest is for a cold start and retries.
      timeoutSeconds: 10,
      logRetentionDays,
    });
  }

  /** Read permissions only. */
  private grants(): PolicyGrant[] {
    const { apartments, reservations, payments } = this.data;
    return [
      { sid: 'Apartments', actions: ['dynamodb:GetItem', 'dynamodb:Scan'], resources: [apartments.arn] },
      {
        sid: 'ApartmentsOfAComplex',
        actions: ['dynamodb:Query'],
        resources: [`${apartments.arn}/index/${COMPLEX_INDEX}`],
      },
      {
        sid: 'ReservationsAndPayments',
        actions: ['dynamodb:GetItem'],
        resources: [reservations.arn, payments.arn],
      },
    ];
  }
}
