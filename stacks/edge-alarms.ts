import type { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { Construct } from 'constructs';
import type { Environment } from '../config/environments';
import { type AlarmBook, alarm, type Metric } from './constructs/alarm';
import { AlarmTopic } from './constructs/alarm-topic';
import type { Region } from './constructs/region';

/** With fewer requests in five minutes an error rate means little. */
const FEWEST_REQUESTS = 100;
const MOST_ERRORS_PERCENT = 1;
/** Slower answers are noticed by visitors. */
const LONGEST_WAIT_MS = 2000;

/** The alarms of the edge, in the region of its metrics, with a topic there: alarms publish in their own region only. */
export class EdgeAlarms extends Construct {
  constructor(
    global: Region,
    id: string,
    { name, alarmEmail }: Environment,
    private readonly distribution: CloudfrontDistribution,
  ) {
    super(global, id);
    const actions = [new AlarmTopic(this, 'topic', `keyhold-${name}-edge-alarms`, alarmEmail).arn];
    for (const [alarmName, props] of Object.entries(this.book())) {
      alarm(this, alarmName, { ...props, name: `keyhold-${name}-${alarmName}`, actions });
    }
  }

  private book(): AlarmBook {
    const requests = this.metric('Requests');
    return {
      'edge-5xx': {
        description: `Over ${MOST_ERRORS_PERCENT} % of viewers' requests ended in a server error. The access log has their paths.`,
        metrics: { requests, errors: this.metric('5xxErrorRate', 'Average') },
        expression: `IF(FILL(requests, 0) >= ${FEWEST_REQUESTS}, errors - ${MOST_ERRORS_PERCENT}, 0)`,
      },
      'edge-origin-latency': {
        description: `One in ten answers of an origin took over ${LONGEST_WAIT_MS} ms. Look at the catalog's and the API's traces.`,
        metrics: { requests, latency: this.metric('OriginLatency', 'p90') },
        expression: `IF(FILL(requests, 0) >= ${FEWEST_REQUESTS}, FILL(latency, 0) - ${LONGEST_WAIT_MS}, 0)`,
      },
    };
  }

  /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html */
  private metric(name: string, stat?: Metric['stat']): Metric {
    const dimensions = { DistributionId: this.distribution.id, Region: 'Global' };
    return { namespace: 'AWS/CloudFront', name, dimensions, ...(stat && { stat }) };
  }
}
