import type { Environment } from '../config/environments';
import type { GrantScope } from './ci-grants';
import { alarmGrants, logGrants, type OwnResources } from './ci-observability-grants';
import type { ConditionalGrant } from './constructs/github-role';

/** The names of the roles of functions, schedule, state machine and API, after the environment's own. */
const ROLES = [
  'booking-function',
  'catalog-function',
  'payments-function',
  'payments-sweep',
  'changes-function',
  'booking-workflow',
  'api-log',
  'api-booking',
];

/** The services that assume those roles. */
const ROLE_SERVICES = ['appsync', 'lambda', 'scheduler', 'states'].map((name) => `${name}.amazonaws.com`);

/**
 * Permissions to create, change and remove an environment's own resources, by their names: the grants of each policy.
 * Who may write roles may do in effect whatever a role may, so prod is protected by who may assume this role.
 */
export function applyPolicies(
  { account }: GrantScope,
  environment: Environment,
): Record<'backend' | 'edge' | 'observability' | 'roles', ConditionalGrant[]> {
  const { name, protectData, edge } = environment;
  const names: OwnResources = {
    own: `keyhold-${name}-`,
    arn: (service, resource) => `arn:aws:${service}:*:${account}:${resource}`,
    global: (service, resource) => `arn:aws:${service}::${account}:${resource}`,
  };
  return {
    backend: [
      ...dataGrants(names, protectData),
      ...paymentGrants(names, environment),
      ...backendGrants(names),
    ],
    edge: [...edgeGrants(names), ...(edge.domain ? domainGrants(edge.domain.hostedZoneId) : [])],
    observability: [...logGrants(names), ...alarmGrants(names)],
    roles: roleGrants(names),
  };
}

/** Tables and buckets. */
function dataGrants({ own, arn }: OwnResources, protectData: boolean): ConditionalGrant[] {
  return [
    {
      sid: 'Table',
      actions: [
        'dynamodb:CreateTable',
        'dynamodb:UpdateTable',
        'dynamodb:UpdateContinuousBackups',
        'dynamodb:UpdateTimeToLive',
        'dynamodb:TagResource',
        'dynamodb:UntagResource',
        // Where data is protected, CI must not be able to delete it.
        ...(protectData ? [] : ['dynamodb:DeleteTable']),
      ],
      resources: [arn('dynamodb', `table/${own}*`)],
    },
    {
      sid: 'Buckets',
      actions: [
        's3:CreateBucket',
        's3:PutBucket*',
        's3:PutEncryptionConfiguration',
        's3:PutLifecycleConfiguration',
        's3:DeleteBucketPolicy',
        's3:TagResource',
        's3:UntagResource',
        's3:ListBucketVersions',
        ...(protectData ? [] : ['s3:DeleteBucket']),
      ],
      resources: [`arn:aws:s3:::${own}*`],
    },
    {
      sid: 'Page',
      actions: ['s3:PutObject', 's3:PutObjectTagging', 's3:DeleteObject', 's3:DeleteObjectVersion'],
      resources: [`arn:aws:s3:::${own}web-*/*`],
    },
  ];
}

/** Queues, and the secrets of payments. */
function paymentGrants({ own, arn }: OwnResources, { name, protectData }: Environment): ConditionalGrant[] {
  return [
    {
      sid: 'Queues',
      actions: [
        'sqs:CreateQueue',
        'sqs:SetQueueAttributes',
        'sqs:TagQueue',
        'sqs:UntagQueue',
        ...(protectData ? [] : ['sqs:DeleteQueue']),
      ],
      resources: [arn('sqs', `${own}*`)],
    },
    {
      sid: 'Parameters',
      actions: [
        'ssm:PutParameter',
        'ssm:AddTagsToResource',
        'ssm:RemoveTagsFromResource',
        ...(protectData ? [] : ['ssm:DeleteParameter']),
      ],
      resources: [arn('ssm', `parameter/keyhold/${name}/*`)],
    },
  ];
}

/** Functions, workflow and API. */
function backendGrants({ own, arn }: OwnResources): ConditionalGrant[] {
  return [
    {
      sid: 'Functions',
      actions: [
        'lambda:CreateFunction*',
        'lambda:UpdateFunction*',
        'lambda:DeleteFunction*',
        'lambda:AddPermission',
        'lambda:RemovePermission',
        'lambda:TagResource',
        'lambda:UntagResource',
      ],
      resources: [arn('lambda', `function:${own}*`)],
    },
    {
      // AWS chooses its id; the function that it belongs to can be named
      // (https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html).
      sid: 'EventSources',
      actions: ['Create', 'Update', 'Delete'].map((verb) => `lambda:${verb}EventSourceMapping`),
      resources: ['*'],
      condition: [
        { test: 'ArnLike', variable: 'lambda:FunctionArn', values: [arn('lambda', `function:${own}*`)] },
      ],
    },
    {
      // Cloud Control's actions take no resource. It can do with Lambda only what its caller may.
      sid: 'CloudControl',
      actions: ['CreateResource', 'UpdateResource', 'DeleteResource', 'GetResourceRequestStatus'].map(
        (action) => `cloudformation:${action}`,
      ),
      resources: ['*'],
    },
    {
      sid: 'Workflow',
      actions: [
        'states:CreateStateMachine',
        'states:UpdateStateMachine',
        'states:DeleteStateMachine',
        'states:TagResource',
        'states:UntagResource',
      ],
      resources: [arn('states', `stateMachine:${own}*`)],
    },
    {
      // Rules of the default bus (Service Authorization Reference, Amazon EventBridge).
      sid: 'Rules',
      actions: [
        'events:PutRule',
        'events:DeleteRule',
        'events:PutTargets',
        'events:RemoveTargets',
        'events:TagResource',
        'events:UntagResource',
      ],
      resources: [arn('events', `rule/${own}*`)],
    },
    {
      // Of the default group (Service Authorization Reference, Amazon EventBridge Scheduler).
      sid: 'Schedules',
      actions: ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'],
      resources: [arn('scheduler', `schedule/default/${own}*`)],
    },
    {
      sid: 'Api',
      // AppSync's actions take no resource (Service Authorization Reference, AWS AppSync).
      actions: [
        'appsync:Create*',
        'appsync:Update*',
        'appsync:Delete*',
        'appsync:StartSchemaCreation',
        'appsync:TagResource',
        'appsync:UntagResource',
        'appsync:SetWebACL',
      ],
      resources: ['*'],
    },
  ];
}

/** The distribution and the firewalls. */
function edgeGrants({ own, arn, global }: OwnResources): ConditionalGrant[] {
  return [
    {
      sid: 'Edge',
      actions: [
        'cloudfront:Create*',
        'cloudfront:Update*',
        'cloudfront:Delete*',
        'cloudfront:PublishFunction',
        'cloudfront:TagResource',
        'cloudfront:UntagResource',
        'cloudfront:AllowVendedLogDeliveryForResource',
      ],
      resources: [global('cloudfront', '*')],
    },
    {
      sid: 'Firewalls',
      actions: [
        'wafv2:CreateWebACL',
        'wafv2:UpdateWebACL',
        'wafv2:DeleteWebACL',
        'wafv2:AssociateWebACL',
        'wafv2:DisassociateWebACL',
        'wafv2:PutLoggingConfiguration',
        'wafv2:DeleteLoggingConfiguration',
        'wafv2:TagResource',
        'wafv2:UntagResource',
      ],
      resources: [
        arn('wafv2', `*/webacl/${own}*`),
        arn('wafv2', '*/managedruleset/*'),
        'arn:aws:wafv2:*:aws:*/managedruleset/*',
        arn('appsync', '*'),
      ],
    },
  ];
}

/** The roles of the other resources. */
function roleGrants({ own, global }: OwnResources): ConditionalGrant[] {
  const roles = ROLES.map((role) => global('iam', `role/${own}${role}`));
  return [
    {
      sid: 'Roles',
      actions: [
        'iam:CreateRole',
        'iam:UpdateRole',
        'iam:UpdateAssumeRolePolicy',
        'iam:DeleteRole',
        'iam:PutRolePolicy',
        'iam:DeleteRolePolicy',
        'iam:TagRole',
        'iam:UntagRole',
      ],
      resources: roles,
    },
    {
      sid: 'PassRoles',
      actions: ['iam:PassRole'],
      resources: roles,
      condition: [{ test: 'StringEquals', variable: 'iam:PassedToService', values: ROLE_SERVICES }],
    },
    {
      // AWS creates these roles itself when a service needs one for the first time.
      sid: 'ServiceRoles',
      actions: ['iam:CreateServiceLinkedRole'],
      resources: ['appsync', 'wafv2'].map((service) =>
        global('iam', `role/aws-service-role/${service}.amazonaws.com/*`),
      ),
    },
  ];
}

/** For all certificates: the id is known only once the certificate exists. */
function domainGrants(hostedZoneId: string): ConditionalGrant[] {
  return [
    {
      sid: 'Certificate',
      actions: ['acm:RequestCertificate', 'acm:DeleteCertificate', 'acm:AddTagsToCertificate'],
      resources: ['arn:aws:acm:us-east-1:*:certificate/*'],
    },
    {
      sid: 'Name',
      actions: ['route53:ChangeResourceRecordSets'],
      resources: [`arn:aws:route53:::hostedzone/${hostedZoneId}`],
    },
  ];
}
