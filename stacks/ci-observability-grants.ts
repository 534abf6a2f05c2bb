import type { ConditionalGrant } from './constructs/github-role';

/** The resources of one environment, by the beginning of their names, in any region. */
export interface OwnResources {
  readonly own: string;
  readonly arn: (service: string, resource: string) => string;
  /** For services without regions. */
  readonly global: (service: string, resource: string) => string;
}

/** Logs and their delivery. */
export function logGrants({ own, arn }: OwnResources): ConditionalGrant[] {
  return [
    {
      sid: 'Logs',
      actions: [
        'logs:CreateLogGroup',
        'logs:DeleteLogGroup',
        'logs:PutRetentionPolicy',
        'logs:PutMetricFilter',
        'logs:DeleteMetricFilter',
        'logs:TagResource',
        'logs:UntagResource',
        'logs:PutDelivery*',
        'logs:DeleteDelivery*',
        'logs:CreateDelivery',
      ],
      resources: [
        ...['/aws/lambda/', '/aws/vendedlogs/states/', 'aws-waf-logs-'].map((prefix) =>
          arn('logs', `log-group:${prefix}${own}*`),
        ),
        arn('logs', 'log-group:/aws/appsync/apis/*'),
        arn('logs', `delivery-source:${own}*`),
        arn('logs', `delivery-destination:${own}*`),
        arn('logs', 'delivery:*'),
      ],
    },
    {
      sid: 'DeliverLogs',
      actions: [
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
      ],
      resources: ['*'],
    },
  ];
}

/** Alarms, the dashboard and the topics that alarms are sent to. */
export function alarmGrants({ own, arn, global }: OwnResources): ConditionalGrant[] {
  return [
    {
      sid: 'Alarms',
      actions: [
        'cloudwatch:PutMetricAlarm',
        'cloudwatch:DeleteAlarms',
        'cloudwatch:PutDashboard',
        'cloudwatch:DeleteDashboards',
        'cloudwatch:TagResource',
        'cloudwatch:UntagResource',
      ],
      resources: [arn('cloudwatch', `alarm:${own}*`), global('cloudwatch', `dashboard/${own.slice(0, -1)}*`)],
    },
    {
      sid: 'Topics',
      actions: [
        'sns:CreateTopic',
        'sns:DeleteTopic',
        'sns:SetTopicAttributes',
        'sns:Subscribe',
        'sns:Unsubscribe',
        'sns:TagResource',
        'sns:UntagResource',
      ],
      resources: [arn('sns', `${own}*`)],
    },
  ];
}
