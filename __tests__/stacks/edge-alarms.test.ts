import { type Block, readVariant, resources } from './synthesized';

const stack = readVariant('prod-with-alarm-email');

interface Query {
  readonly id: string;
  readonly expression?: string;
  readonly metric?: { namespace: string; metric_name: string; stat: string; dimensions: Block };
}

function alarm(name: string): { readonly config: Block; readonly queries: Query[] } {
  const [, config = {}] =
    resources(stack, 'aws_cloudwatch_metric_alarm').find(([, { alarm_name }]) => alarm_name === name) ?? [];
  return { config, queries: (config['metric_query'] ?? []) as Query[] };
}

test.each([
  ['keyhold-prod-edge-5xx', '5xxErrorRate', 'Average', 'IF(FILL(requests, 0) >= 100, errors - 1, 0)'],
  [
    'keyhold-prod-edge-origin-latency',
    'OriginLatency',
    'p90',
    'IF(FILL(requests, 0) >= 100, FILL(latency, 0) - 2000, 0)',
  ],
])('%s rings by %s, where there are enough requests for a rate', (name, metricName, stat, expression) => {
  const { config, queries } = alarm(name);
  expect(config).toMatchObject({
    provider: 'aws.global',
    comparison_operator: 'GreaterThanThreshold',
    threshold: 0,
  });
  expect(queries.find(({ id }) => id === 'alarm')?.expression).toBe(expression);
  const metrics = queries.flatMap(({ metric }) => metric ?? []);
  expect(metrics).toContainEqual(expect.objectContaining({ metric_name: metricName, stat }));
  for (const { namespace, dimensions } of metrics) {
    expect(namespace).toBe('AWS/CloudFront');
    expect(dimensions).toEqual({
      DistributionId: '${aws_cloudfront_distribution.distribution.id}',
      Region: 'Global',
    });
  }
});

test('every metric of an alarm stands in its expression', () => {
  for (const [, config] of resources(stack, 'aws_cloudwatch_metric_alarm')) {
    const queries = config['metric_query'] as Query[];
    const expression = queries.find(({ id }) => id === 'alarm')?.expression ?? '';
    for (const { id, metric } of queries) if (metric) expect(expression).toMatch(new RegExp(`\\b${id}\\b`));
  }
});

test("an alarm tells a topic of its own region: CloudFront's metrics are in us-east-1", () => {
  const topics = new Map(resources(stack, 'aws_sns_topic'));
  expect([...topics.values()].map(({ provider }) => provider).sort()).toEqual(['aws.global', undefined]);
  for (const [, config] of resources(stack, 'aws_cloudwatch_metric_alarm')) {
    const [action] = config['alarm_actions'] as string[];
    const [, topic] = [...topics].find(([address]) => action === `\${${address}.arn}`) ?? [];
    expect([config['alarm_name'], topic?.['provider']]).toEqual([config['alarm_name'], config['provider']]);
  }
});

test('the metrics that CloudFront makes only when asked are asked for', () => {
  expect(resources(stack, 'aws_cloudfront_monitoring_subscription')).toEqual([
    [
      expect.anything(),
      expect.objectContaining({
        monitoring_subscription: {
          realtime_metrics_subscription_config: { realtime_metrics_subscription_status: 'Enabled' },
        },
      }),
    ],
  ]);
});
